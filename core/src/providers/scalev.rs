use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Scalev: HMAC-SHA256 of the body, in Base64.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/scalev.md")]
    pub Scalev: "scalev", BodySigned,
    Scheme::hmac_sha256(Place::header("x-scalev-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://developers.scalev.id/docs/verifying-a-webhook-request")
        .last_verified("2026-11-27")
        .build()
}
