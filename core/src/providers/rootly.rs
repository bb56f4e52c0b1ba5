use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-rootly-signature").separated_by(',');

crate::provider! {
    /// Rootly: a timestamp and an HMAC-SHA256 signature in one header field, `t=…,v1=…`.
    ///
    /// The timestamp is directly before the body in what is signed.
    ///
    #[doc = include_str!("schemes/rootly.md")]
    pub Rootly: "rootly", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Body])
        .docs("https://docs.rootly.com/configuration/webhooks")
        .last_verified("2026-11-27")
        .build()
}
