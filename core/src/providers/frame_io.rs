use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Frame.io: HMAC-SHA256 of `v0:`, a timestamp, a colon and the body, as Slack signs.
    ///
    /// Its page recommends a tolerance of five minutes, and its code uses 500 seconds.
    ///
    #[doc = include_str!("schemes/frame-io.md")]
    pub FrameIo: "frame-io", BodySigned,
    Scheme::hmac_sha256(Place::header("x-frameio-signature").prefix("v0="), Encoding::Hex)
        .timestamp(Place::header("x-frameio-request-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .answer_deadline_seconds(5)
        .docs("https://developer.adobe.com/frameio/guides/Webhooks/")
        .last_verified("2026-11-27")
        .build()
}
