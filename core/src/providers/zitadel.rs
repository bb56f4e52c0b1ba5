use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("zitadel-signature").separated_by(',');

crate::provider! {
    /// Zitadel's actions: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// There are several signatures while a key is being rotated. This is for targets that send
    /// JSON; payloads as JWT or JWE have no such field. Its library rejects only old timestamps.
    ///
    #[doc = include_str!("schemes/zitadel.md")]
    pub Zitadel: "zitadel", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://github.com/zitadel/zitadel-go/blob/main/pkg/actions/signing.go")
        .last_verified("2026-11-27")
        .build()
}
