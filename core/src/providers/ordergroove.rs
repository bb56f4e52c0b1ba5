use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("ordergroove-signature").separated_by(',');

crate::provider! {
    /// Ordergroove: a timestamp and HMAC-SHA256 signatures in one header field, `ts=…,sig=…`.
    ///
    /// For 24 hours after a change of the key there are two signatures, one under each.
    ///
    #[doc = include_str!("schemes/ordergroove.md")]
    pub Ordergroove: "ordergroove", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("sig="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("ts="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://developer.ordergroove.com/reference/webhooks-verification")
        .last_verified("2026-11-27")
        .build()
}
