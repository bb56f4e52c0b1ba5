use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Bitbucket, Cloud and Data Center: HMAC-SHA256 of the body in `X-Hub-Signature`.
    ///
    /// No timestamp is signed. `X-Request-UUID` (Cloud) or `X-Request-Id` (Data Center) is an
    /// unsigned id. The connection test of Data Center is acknowledged without a signature.
    ///
    #[doc = include_str!("schemes/bitbucket.md")]
    pub Bitbucket: "bitbucket", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::on_header("x-event-key", "diagnostics:ping").reply_ok())
        .unsigned_event(Place::header("x-event-key"))
        .unsigned_id(Place::also_named(&["x-request-uuid", "x-request-id"]))
        .answer_deadline_seconds(10)
        .docs("https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/")
        .last_verified("2026-11-25")
        .build()
}
