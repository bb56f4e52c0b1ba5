use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Razorpay: HMAC-SHA256 of the body.
    ///
    /// No time is signed, and `X-Razorpay-Event-Id` is an unsigned id.
    pub Razorpay: "razorpay", BodySigned,
    Scheme::hmac_sha256(Place::header("x-razorpay-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-razorpay-event-id"))
        .retry_horizon_seconds(86_400)
        .docs("https://razorpay.com/docs/webhooks/validate-test/")
        .build()
}
