use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-lettermint-signature").separated_by(',');

crate::provider! {
    /// Lettermint: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The secret is used as shown, with its prefix `whsec_`. `X-Lettermint-Delivery` repeats the
    /// timestamp; its library requires that the two are equal.
    ///
    #[doc = include_str!("schemes/lettermint.md")]
    pub Lettermint: "lettermint", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .docs("https://github.com/lettermint/lettermint-node")
        .last_verified("2026-11-27")
        .build()
}
