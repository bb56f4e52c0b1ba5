use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Paystack: HMAC-SHA512 of the body, under the secret key of the API.
    ///
    /// Test and live deliveries are signed under the keys of their modes. Neither a timestamp nor
    /// an id is signed. Its sample for JavaScript serialises parsed JSON again, the one for PHP
    /// does not; here the received bytes are verified.
    ///
    #[doc = include_str!("schemes/paystack.md")]
    pub Paystack: "paystack", BodySigned,
    Scheme::hmac_sha512(Place::header("x-paystack-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://paystack.com/docs/payments/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
