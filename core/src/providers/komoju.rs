use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// KOMOJU: HMAC-SHA256 of the body, under the secret token of the webhook.
    ///
    /// The id is not signed, and no timestamp is. The encoding is that of its plugin for WooCommerce,
    /// degica/komoju-woocommerce.
    ///
    #[doc = include_str!("schemes/komoju.md")]
    pub Komoju: "komoju", BodySigned,
    Scheme::hmac_sha256(Place::header("x-komoju-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-komoju-id"))
        .docs("https://doc.komoju.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
