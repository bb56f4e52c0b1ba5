use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("moonpay-signature-v2").separated_by(',');

crate::provider! {
    /// MoonPay: a timestamp and an HMAC-SHA256 in one header field, `t=…,s=…`.
    ///
    /// The key is the webhook API key. The older `Moonpay-Signature` is never read. A GET, for
    /// which MoonPay signs the query, is not accepted.
    ///
    #[doc = include_str!("schemes/moonpay.md")]
    pub MoonPay: "moonpay", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("s="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .answer_deadline_seconds(5)
        .docs("https://dev.moonpay.com/api-reference/widget/webhooks/signature")
        .last_verified("2026-11-27")
        .build()
}
