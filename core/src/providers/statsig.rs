use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Statsig: HMAC-SHA256 of `v0:`, a timestamp, a colon and the body, as Slack signs.
    ///
    /// The timestamp is in milliseconds.
    ///
    #[doc = include_str!("schemes/statsig.md")]
    pub Statsig: "statsig", BodySigned,
    Scheme::hmac_sha256(Place::header("x-statsig-signature").prefix("v0="), Encoding::Hex)
        .timestamp(Place::header("x-statsig-request-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .docs("https://docs.statsig.com/integrations/event_webhook")
        .last_verified("2026-11-27")
        .build()
}
