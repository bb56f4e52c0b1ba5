use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// WHOOP: HMAC-SHA256, in Base64, of the timestamp in milliseconds and the body.
    ///
    /// The key is the app's client secret. WHOOP can send an event twice, with the same trace id.
    ///
    #[doc = include_str!("schemes/whoop.md")]
    pub Whoop: "whoop", BodySigned,
    Scheme::hmac_sha256(Place::header("x-whoop-signature"), Encoding::Base64)
        .timestamp(Place::header("x-whoop-signature-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Body])
        .event_id(&["trace_id"])
        .retry_horizon_seconds(3_600)
        .docs("https://developer.whoop.com/docs/developing/webhooks")
        .last_verified("2026-11-27")
        .build()
}

crate::provider! {
    /// WHOOP's partner API: HMAC-SHA256 of the body.
    ///
    /// The webhooks of WHOOP's public API sign a timestamp too, and are `whoop`.
    ///
    #[doc = include_str!("schemes/whoop-partner.md")]
    pub WhoopPartner: "whoop-partner", BodySigned,
    Scheme::hmac_sha256(Place::header("whoop-signed"), Encoding::Hex)
        .signs(&[Part::Body])
        .variant_of("whoop")
        .docs("https://developer.whoop.com/docs/partner/tutorials/handle-webhooks")
        .last_verified("2026-11-25")
        .build()
}
