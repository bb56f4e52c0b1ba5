use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Square: HMAC-SHA256, in Base64, of the registered URL and the body.
    ///
    /// The URL is configuration
    /// ([`VerifierBuilder::public_url`](crate::VerifierBuilder::public_url)); no part of it comes
    /// from the request. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/square.md")]
    pub Square: "square", BodySigned,
    Scheme::hmac_sha256(Place::header("x-square-hmacsha256-signature"), Encoding::Base64)
        .signs(&[Part::Url, Part::Body])
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(86_400)
        .event_id(&["event_id"])
        .docs("https://developer.squareup.com/docs/webhooks/step3validate")
        .last_verified("2026-11-25")
        .build()
}
