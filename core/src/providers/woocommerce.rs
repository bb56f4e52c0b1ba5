use crate::{Encoding, FormField, Handshake, Part, Place, Scheme, Syntax};

crate::provider! {
    /// WooCommerce: HMAC-SHA256 of the body, in Base64.
    ///
    /// No timestamp is signed. `X-WC-Webhook-Delivery-ID` is an unsigned id, which two deliveries
    /// of one webhook in the same second share: never drop a delivery by it alone. The form that a
    /// shop posts when a webhook is enabled (`webhook_id=…`) is not signed. It is acknowledged, as
    /// the shop would leave the webhook disabled otherwise. The shop decodes HTML entities in its
    /// secret: give `&` for `&amp;`. A failed delivery is not retried.
    ///
    #[doc = include_str!("schemes/woocommerce.md")]
    pub WooCommerce: "woocommerce", BodySigned,
    Scheme::hmac_sha256(Place::header("x-wc-webhook-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .handshake(
            Handshake::unsigned_form(&[FormField::new("webhook_id", Syntax::DIGITS)]).reply_ok(),
        )
        .unsigned_event(Place::header("x-wc-webhook-topic"))
        .unsigned_id(Place::header("x-wc-webhook-delivery-id"))
        .answer_deadline_seconds(60)
        .docs("https://developer.woocommerce.com/docs/apis/rest-api/v3/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
