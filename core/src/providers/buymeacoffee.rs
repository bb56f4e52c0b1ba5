use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Buy Me a Coffee: HMAC-SHA256 of the body, under the signing secret of the webhook.
    ///
    /// A new secret replaces the old one at once. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/buymeacoffee.md")]
    pub BuyMeACoffee: "buymeacoffee", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature-sha256"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["buy-me-a-coffee"])
        .docs("https://help.buymeacoffee.com/en/articles/15743173")
        .last_verified("2026-11-27")
        .build()
}
