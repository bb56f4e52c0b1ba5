use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// GoCardless: HMAC-SHA256 of the body.
    ///
    /// A body contains several events, each with an id. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/gocardless.md")]
    pub GoCardless: "gocardless", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developer.gocardless.com/api-reference/#appendix-webhooks")
        .last_verified("2026-11-25")
        .build()
}
