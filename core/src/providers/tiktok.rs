use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("tiktok-signature").separated_by(',');

crate::provider! {
    /// TikTok for Developers: a timestamp and an HMAC-SHA256 in one header field, `t=…,s=…`.
    ///
    /// The key is the client secret. The payload has no id. TikTok Shop signs in another way, and
    /// its deliveries are rejected.
    ///
    #[doc = include_str!("schemes/tiktok.md")]
    pub TikTok: "tiktok", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("s="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .retry_horizon_seconds(72 * 3600)
        .docs("https://developers.tiktok.com/doc/webhooks-verification")
        .last_verified("2026-11-27")
        .build()
}
