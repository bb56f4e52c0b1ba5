use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Pensopay: HMAC-SHA256 of the body, under the private key of the account.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/pensopay.md")]
    pub Pensopay: "pensopay", BodySigned,
    Scheme::hmac_sha256(Place::header("pensopay-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.pensopay.com/reference/callback-validation")
        .last_verified("2026-11-27")
        .build()
}
