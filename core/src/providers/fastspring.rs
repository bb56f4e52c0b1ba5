use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// FastSpring: HMAC-SHA256 of the body, in Base64.
    ///
    /// A webhook is only signed if it has a secret. No timestamp and no delivery id are signed; a
    /// body lists several events, each with an id of its own.
    ///
    #[doc = include_str!("schemes/fastspring.md")]
    pub FastSpring: "fastspring", BodySigned,
    Scheme::hmac_sha256(Place::header("x-fs-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://developer.fastspring.com/docs/message-security")
        .last_verified("2026-11-27")
        .build()
}
