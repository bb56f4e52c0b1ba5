use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-retell-signature").separated_by(',');

crate::provider! {
    /// Retell: a timestamp in milliseconds and an HMAC-SHA256 in one header field, `v=…,d=…`.
    ///
    /// The signature covers the body and that timestamp, under the API key with the webhook badge.
    ///
    #[doc = include_str!("schemes/retell.md")]
    pub Retell: "retell", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("d="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("v="), TimestampFormat::Milliseconds)
        .signs(&[Part::Body, Part::Timestamp])
        .answer_deadline_seconds(10)
        .docs("https://docs.retellai.com/features/secure-webhook")
        .last_verified("2026-11-25")
        .build()
}
