use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// HiPay: a plain SHA-256 of the body and the passphrase.
    ///
    /// The account can be set to SHA-1 or SHA-512 instead: leave it at SHA-256. The body is a form.
    /// No timestamp and no id are signed. Redirects of a browser are signed in another way.
    ///
    #[doc = include_str!("schemes/hipay.md")]
    pub HiPay: "hipay", BodySigned,
    Scheme::sha256(Place::header("x-allopass-signature"), Encoding::Hex)
        .signs(&[Part::Body, Part::Secret])
        .docs("https://developer.hipay.com/payment-fundamentals/requirements/signature-verification")
        .last_verified("2026-11-27")
        .build()
}
