use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// GitLab, with a signing token (since 19.0): Standard Webhooks.
    ///
    /// A webhook may have a secret token beside it, which is `gitlab` and can be asked for too
    /// ([`VerifierBuilder::also`](crate::VerifierBuilder::also)). The id is the one of `Idempotency-Key`, which stays when a delivery
    /// is sent again. `X-Gitlab-Event` is not signed.
    pub GitLabSigned: "gitlab-signed", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .unsigned_event(Place::header("x-gitlab-event"))
        .base64_secret("whsec_")
        .shortest_secret(24)
        .body_limit(25 * 1024 * 1024)
        .answer_deadline_seconds(10)
        .docs("https://docs.gitlab.com/user/project/integrations/webhooks/#signing-tokens")
        .build()
}
