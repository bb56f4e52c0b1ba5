use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Front's application webhooks: HMAC-SHA256 of a timestamp, `:` and the body, in Base64.
    ///
    /// The timestamp is in milliseconds. The request that validates an endpoint is signed and
    /// reaches the handler; its challenge, in `X-Front-Challenge`, is not signed. Front's sample
    /// application re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. Webhooks of rules are signed otherwise, with HMAC-SHA1, and are rejected.
    ///
    #[doc = include_str!("schemes/front.md")]
    pub Front: "front", BodySigned,
    Scheme::hmac_sha256(Place::header("x-front-signature"), Encoding::Base64)
        .timestamp(Place::header("x-front-request-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .docs("https://dev.frontapp.com/docs/application-webhooks")
        .last_verified("2026-11-27")
        .build()
}
