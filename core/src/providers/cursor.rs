use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Cursor's cloud agents: HMAC-SHA256 of the body.
    ///
    /// `X-Webhook-ID` is a delivery id that is not signed; no timestamp is signed.
    ///
    #[doc = include_str!("schemes/cursor.md")]
    pub Cursor: "cursor", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-webhook-event"))
        .unsigned_id(Place::header("x-webhook-id"))
        .docs("https://cursor.com/docs/cloud-agent/api/webhooks")
        .last_verified("2026-11-27")
        .build()
}
