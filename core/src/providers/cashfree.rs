use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Cashfree Payments: HMAC-SHA256 of the timestamp, in milliseconds, and the body, with nothing
    /// between them, under the client secret.
    ///
    /// Two pages of its documentation set a full stop between them; its libraries and its other
    /// pages do not. The libraries judge no freshness; here 300 seconds count. Payouts of the first
    /// version come as forms, signed otherwise, and are refused.
    pub Cashfree: "cashfree", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature"), Encoding::Base64)
        .timestamp(Place::header("x-webhook-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Body])
        .docs("https://www.cashfree.com/docs/payments/online/webhooks/signature-verification")
        .last_verified("2026-11-25")
        .build()
}
