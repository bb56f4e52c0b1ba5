use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// GitHub: HMAC-SHA256 of the body in `X-Hub-Signature-256`.
    ///
    /// The older `X-Hub-Signature` (HMAC-SHA1) is never read. No timestamp is signed, and
    /// `X-GitHub-Delivery` is an unsigned id, so an old delivery can be replayed under a new id.
    /// `X-GitHub-Event`, the kind of event, is not signed either. Payloads reach 25 MB. Enterprise
    /// Server waits 30 seconds for an answer. A webhook with content type
    /// `application/x-www-form-urlencoded` signs the form, not the JSON inside it.
    ///
    #[doc = include_str!("schemes/github.md")]
    pub GitHub: "github", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-github-event"))
        .unsigned_id(Place::header("x-github-delivery"))
        .answer_deadline_seconds(10)
        .body_limit(25 * 1024 * 1024)
        .docs("https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries")
        .last_verified("2026-11-25")
        .build()
}
