use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Katana: HMAC-SHA256 of the body, under the webhook's token.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/katana.md")]
    pub Katana: "katana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-sha2-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["katana-mrp"])
        .docs("https://developer.katanamrp.com/docs/verifying-webhook-signature")
        .last_verified("2026-11-27")
        .build()
}
