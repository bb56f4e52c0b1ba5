use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Uploadcare: HMAC-SHA256 of the body, under the webhook's signing secret.
    ///
    /// A webhook without a secret is not signed. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/uploadcare.md")]
    pub Uploadcare: "uploadcare", BodySigned,
    Scheme::hmac_sha256(Place::header("x-uc-signature").prefix("v1="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://uploadcare.com/docs/security/secure-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
