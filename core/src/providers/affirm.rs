use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-affirm-signature").separated_by(',');

crate::provider! {
    /// Affirm: a timestamp and HMAC-SHA512 signatures in one header field, `t=…,v0=…`.
    ///
    /// Affirm turns signatures on when asked, and signs again for each attempt. In its example the
    /// key is the merchant's private key, and the body is a form.
    ///
    #[doc = include_str!("schemes/affirm.md")]
    pub Affirm: "affirm", BodySigned,
    Scheme::hmac_sha512(SIGNATURE.prefix("v0="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://docs.affirm.com/developers/docs/checking-webhook-signatures")
        .last_verified("2026-11-27")
        .build()
}
