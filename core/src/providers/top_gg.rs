use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-topgg-signature").separated_by(',');

crate::provider! {
    /// Top.gg: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// The webhooks of version 0, which send a token in `Authorization`, are rejected. An
    /// `integration.create` event contains the secret of later deliveries.
    ///
    #[doc = include_str!("schemes/top-gg.md")]
    pub TopGg: "top-gg", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .aliases(&["topgg"])
        .docs("https://docs.top.gg/resources/webhooks")
        .last_verified("2026-11-27")
        .build()
}
