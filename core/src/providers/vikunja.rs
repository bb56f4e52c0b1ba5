use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Vikunja: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/vikunja.md")]
    pub Vikunja: "vikunja", BodySigned,
    Scheme::hmac_sha256(Place::header("x-vikunja-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://vikunja.io/docs/webhooks/#signing")
        .last_verified("2026-11-27")
        .build()
}
