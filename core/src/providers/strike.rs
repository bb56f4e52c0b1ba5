use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Strike: HMAC-SHA256 of the body.
    ///
    /// Its sample serialises parsed JSON again; here the signature is checked over the bytes as
    /// received. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/strike.md")]
    pub Strike: "strike", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.strike.me/webhooks/signature-verification")
        .last_verified("2026-11-27")
        .build()
}
