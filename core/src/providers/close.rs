use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Close: HMAC-SHA256 of the timestamp and the body.
    ///
    /// The key is the decoded `signature_key`, which is in hexadecimal digits. The API returns it
    /// once, when it creates the subscription.
    ///
    #[doc = include_str!("schemes/close.md")]
    pub Close: "close", BodySigned,
    Scheme::hmac_sha256(Place::header("close-sig-hash"), Encoding::Hex)
        .timestamp(Place::header("close-sig-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Body])
        .hex_secret()
        .event_id(&["event", "id"])
        .retry_horizon_seconds(72 * 3600)
        .aliases(&["closeio"])
        .docs("https://developer.close.com/api/resources/webhooks")
        .last_verified("2026-11-27")
        .build()
}
