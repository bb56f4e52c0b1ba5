use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("readme-signature").separated_by(',');

crate::provider! {
    /// ReadMe: a timestamp and an HMAC-SHA256 in one header field, `t=…,v0=…`.
    ///
    /// Its library re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. It accepts deliveries for 30 minutes, and any timestamp in the future; this crate
    /// allows 30 minutes in both directions.
    ///
    #[doc = include_str!("schemes/readme.md")]
    pub ReadMe: "readme", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v0="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .tolerance_seconds(1800)
        .docs("https://docs.readme.com/main/docs/personalized-docs-webhook")
        .last_verified("2026-11-27")
        .build()
}
