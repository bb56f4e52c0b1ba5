use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Samsara: HMAC-SHA256 of `v1:`, the timestamp, `:` and the body.
    ///
    /// The key is the decoded secret, which the dashboard shows in Base64. Its library for Python
    /// verifies another scheme (the URL and the body), which Samsara does not send.
    ///
    #[doc = include_str!("schemes/samsara.md")]
    pub Samsara: "samsara", BodySigned,
    Scheme::hmac_sha256(Place::header("x-samsara-signature").prefix("v1="), Encoding::Hex)
        .timestamp(Place::header("x-samsara-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v1:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .base64_secret("")
        .event_id(&["eventId"])
        .unsigned_event(Place::header("x-samsara-event-type"))
        .docs("https://developers.samsara.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
