use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// KOMOJU: HMAC-SHA256 of the body, under the secret token of the webhook.
    ///
    /// The id and the event are not signed, and no timestamp is. Its page does not give the
    /// encoding; its plugin for WooCommerce (degica/komoju-woocommerce) compares hexadecimal
    /// digits.
    ///
    #[doc = include_str!("schemes/komoju.md")]
    pub Komoju: "komoju", BodySigned,
    Scheme::hmac_sha256(Place::header("x-komoju-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-komoju-id"))
        .unsigned_event(Place::header("x-komoju-event"))
        .docs("https://doc.komoju.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
