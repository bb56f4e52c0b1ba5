use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Survicate: HMAC-SHA256 of the body in the field `Hmac`, under the signing secret.
    ///
    /// Its verification token, in the field `Token`, is not checked. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/survicate.md")]
    pub Survicate: "survicate", BodySigned,
    Scheme::hmac_sha256(Place::header("hmac"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.survicate.com/webhooks/security/")
        .last_verified("2026-11-27")
        .build()
}
