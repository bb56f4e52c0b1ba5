use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Razorpay: HMAC-SHA256 of the body.
    ///
    /// No timestamp is signed, and `X-Razorpay-Event-Id` is an unsigned id. After a change, older
    /// events arrive under the old secret for a day: keep both.
    ///
    #[doc = include_str!("schemes/razorpay.md")]
    pub Razorpay: "razorpay", BodySigned,
    Scheme::hmac_sha256(Place::header("x-razorpay-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-razorpay-event-id"))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(86_400)
        .docs("https://razorpay.com/docs/webhooks/validate-test/")
        .last_verified("2026-11-25")
        .build()
}
