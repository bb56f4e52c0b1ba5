use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("coinflow-signature").separated_by(',');

crate::provider! {
    /// Coinflow: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// The key is the webhook validation key, and Coinflow sends it in `Authorization` as well. So
    /// any proxy or log that has seen one request can sign another.
    ///
    #[doc = include_str!("schemes/coinflow.md")]
    pub Coinflow: "coinflow", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://docs.coinflow.cash/guides/developer-resources/webhooks/verifying-webhook-signatures")
        .last_verified("2026-11-27")
        .build()
}
