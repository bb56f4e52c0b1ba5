use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Deel: HMAC-SHA256 of the text `POST` and the body, under the signing key.
    ///
    /// `X-Deel-Hmac-Label` names the subscription and is not read: give an endpoint the keys of all
    /// of them. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/deel.md")]
    pub Deel: "deel", BodySigned,
    Scheme::hmac_sha256(Place::header("x-deel-signature"), Encoding::Hex)
        .signs(&[Part::Literal("POST"), Part::Body])
        .docs("https://developer.deel.com/docs/webhooks-get-started")
        .last_verified("2026-11-27")
        .build()
}
