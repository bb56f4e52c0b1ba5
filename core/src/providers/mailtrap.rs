use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mailtrap: HMAC-SHA256 of the body, under the signing secret of the webhook.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/mailtrap.md")]
    pub Mailtrap: "mailtrap", BodySigned,
    Scheme::hmac_sha256(Place::header("mailtrap-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.mailtrap.io/email-api-smtp/advanced/webhooks")
        .last_verified("2026-11-27")
        .build()
}
