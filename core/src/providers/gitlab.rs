use crate::{Place, Scheme};

crate::provider! {
    /// GitLab, with a secret token that is sent with each event. The body is not signed.
    ///
    /// `Idempotency-Key` is an unsigned id; `X-Gitlab-Event-UUID` is shared by events that trigger
    /// each other. The newer signing tokens (`whsec_…`) are `gitlab-signed`.
    ///
    #[doc = include_str!("schemes/gitlab.md")]
    pub GitLab: "gitlab", OriginOnly,
    Scheme::token(Place::header("x-gitlab-token"))
        .unsigned_event(Place::header("x-gitlab-event"))
        .unsigned_id(Place::header("idempotency-key"))
        .body_limit(25 * 1024 * 1024)
        .answer_deadline_seconds(10)
        .docs("https://docs.gitlab.com/user/project/integrations/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
