use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Rutter: HMAC-SHA256 of the body, under the client secret, in Base64 after `sha256=`.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/rutter.md")]
    pub Rutter: "rutter", BodySigned,
    Scheme::hmac_sha256(Place::header("x-rutter-signature").prefix("sha256="), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.rutterapi.com/docs/webhook-security")
        .last_verified("2026-11-27")
        .build()
}
