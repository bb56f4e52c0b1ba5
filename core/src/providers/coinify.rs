use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Coinify: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/coinify.md")]
    pub Coinify: "coinify", BodySigned,
    Scheme::hmac_sha256(Place::header("x-coinify-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://coinify.readme.io/docs/webhook-signature")
        .last_verified("2026-11-27")
        .build()
}
