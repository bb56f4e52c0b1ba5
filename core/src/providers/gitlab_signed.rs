use super::standard_webhooks::STANDARD;
use crate::Place;

crate::provider! {
    /// GitLab, with a signing token (since 19.0): Standard Webhooks.
    ///
    /// A webhook can also have a secret token, which is `gitlab` and can be required too
    /// ([`VerifierBuilder::require_credential`](crate::VerifierBuilder::require_credential)). The
    /// id is that of `Idempotency-Key`, which stays the same for retries. `X-Gitlab-Event` is not
    /// signed.
    ///
    #[doc = include_str!("schemes/gitlab-signed.md")]
    pub GitLabSigned: "gitlab-signed", BodySigned,
    STANDARD
        .unsigned_event(Place::header("x-gitlab-event"))
        .body_limit(25 * 1024 * 1024)
        .answer_deadline_seconds(10)
        .variant_of("gitlab")
        .docs("https://docs.gitlab.com/user/project/integrations/webhooks/#signing-tokens")
        .last_verified("2026-11-25")
        .build()
}
