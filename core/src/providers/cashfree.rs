use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Cashfree Payments: HMAC-SHA256 of the timestamp, in milliseconds, and the body.
    ///
    /// The key is the client secret. Two pages of the documentation put a full stop between
    /// timestamp and body; the libraries and the other pages do not. The libraries do not check
    /// freshness; this crate allows 300 seconds in both directions. Payouts version 1 sends forms
    /// that are signed differently, and are rejected.
    ///
    #[doc = include_str!("schemes/cashfree.md")]
    pub Cashfree: "cashfree", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature"), Encoding::Base64)
        .timestamp(Place::header("x-webhook-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Body])
        .docs("https://www.cashfree.com/docs/payments/online/webhooks/signature-verification")
        .last_verified("2026-11-25")
        .build()
}
