use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mautic: HMAC-SHA256 of the body, in Base64.
    ///
    /// One delivery can contain many events. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/mautic.md")]
    pub Mautic: "mautic", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://devdocs.mautic.org/en/latest/webhooks/getting_started.html")
        .last_verified("2026-11-27")
        .build()
}
