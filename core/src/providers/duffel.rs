use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-duffel-signature").separated_by(',');

crate::provider! {
    /// Duffel: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// Its library for Ruby does not check freshness; this crate does.
    ///
    #[doc = include_str!("schemes/duffel.md")]
    pub Duffel: "duffel", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .docs("https://duffel.com/docs/guides/receiving-webhooks")
        .last_verified("2026-11-27")
        .build()
}
