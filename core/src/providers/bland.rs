use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Bland: HMAC-SHA256 of the body.
    ///
    /// Its sample re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/bland.md")]
    pub Bland: "bland", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["bland-ai"])
        .docs("https://docs.bland.ai/tutorials/webhook-signing")
        .last_verified("2026-11-27")
        .build()
}
