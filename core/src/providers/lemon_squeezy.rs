use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Lemon Squeezy: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// No timestamp and no delivery id are signed. `X-Event-Name` is not signed either; the body
    /// repeats the name.
    ///
    #[doc = include_str!("schemes/lemon-squeezy.md")]
    pub LemonSqueezy: "lemon-squeezy", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-event-name"))
        .retry_horizon_seconds(155)
        .docs("https://docs.lemonsqueezy.com/help/webhooks/signing-requests")
        .last_verified("2026-11-27")
        .build()
}
