use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-zoho-webhook-signature").separated_by(',');

crate::provider! {
    /// Zoho Payments: a timestamp in milliseconds and an HMAC-SHA256 in one field, `t=…,v=…`.
    ///
    #[doc = include_str!("schemes/zoho-payments.md")]
    pub ZohoPayments: "zoho-payments", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .answer_deadline_seconds(15)
        .docs("https://www.zoho.com/in/payments/developerdocs/webhooks/verification/")
        .last_verified("2026-11-27")
        .build()
}
