use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-hook0-signature").separated_by(',');

crate::provider! {
    /// Coinbase Developer Platform, which sends through Hook0: `t=…,v0=…` in one header field.
    ///
    /// `v0` is an HMAC-SHA256 of the timestamp and the body. `v1` also covers header fields that
    /// the request names; it is not read, and a request without `v0` is rejected.
    ///
    #[doc = include_str!("schemes/coinbase-cdp.md")]
    pub CoinbaseCdp: "coinbase-cdp", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v0="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://docs.cdp.coinbase.com/webhooks/verify-signatures")
        .last_verified("2026-11-27")
        .build()
}
