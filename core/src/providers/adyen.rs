use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Adyen's banking and management webhooks: HMAC-SHA256 of the body, in Base64.
    ///
    /// The key is shown in hexadecimal digits. Payment notifications are not supported: they sign
    /// eight fields of each item, which a scheme cannot describe. After a change the old key is
    /// used for a while: keep both. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/adyen.md")]
    pub Adyen: "adyen", BodySigned,
    Scheme::hmac_sha256(Place::header("hmacsignature"), Encoding::Base64)
        .signs(&[Part::Body])
        .hex_secret()
        .docs("https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures")
        .last_verified("2026-11-25")
        .build()
}
