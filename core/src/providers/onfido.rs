use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Onfido: HMAC-SHA256 of the body, under the webhook's token.
    ///
    /// No timestamp is checked; ids are in the body.
    ///
    #[doc = include_str!("schemes/onfido.md")]
    pub Onfido: "onfido", BodySigned,
    Scheme::hmac_sha256(Place::header("x-sha2-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://documentation.onfido.com/api/manual-webhook-signature-verification")
        .last_verified("2026-11-25")
        .build()
}
