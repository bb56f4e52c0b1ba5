use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Bitbucket, Cloud and Data Center: HMAC-SHA256 of the body in `X-Hub-Signature`.
    ///
    /// No timestamp is signed, and `X-Request-UUID` (Data Center: `X-Request-Id`) is an unsigned id.
    /// The connection test of Data Center (`diagnostics:ping`) may be unsigned, and is then
    /// rejected.
    ///
    #[doc = include_str!("schemes/bitbucket.md")]
    pub Bitbucket: "bitbucket", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-event-key"))
        .unsigned_id(Place::also_named(&["x-request-uuid", "x-request-id"]))
        .answer_deadline_seconds(10)
        .docs("https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/")
        .last_verified("2026-11-25")
        .build()
}
