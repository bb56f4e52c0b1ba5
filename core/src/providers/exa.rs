use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("exa-signature").separated_by(',');

crate::provider! {
    /// Exa: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The key is the secret that is returned when the webhook is created.
    ///
    #[doc = include_str!("schemes/exa.md")]
    pub Exa: "exa", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://exa.ai/docs/websets/api/webhooks/verifying-signatures")
        .last_verified("2026-11-27")
        .build()
}
