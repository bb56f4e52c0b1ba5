use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-convoy-signature").separated_by(',');

crate::provider! {
    /// Convoy, advanced signatures: a timestamp and HMAC-SHA256 signatures, `t=…,v1=…`.
    ///
    /// A comma separates the timestamp and the body in the signed content. There are several `v1`
    /// while a secret is being rotated.
    ///
    #[doc = include_str!("schemes/convoy-advanced.md")]
    pub ConvoyAdvanced: "convoy-advanced", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(","), Part::Body])
        .variant_of("convoy")
        .docs("https://github.com/frain-dev/convoy/blob/main/pkg/signature/signature.go")
        .last_verified("2026-11-27")
        .build()
}
