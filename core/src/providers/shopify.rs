use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Shopify: HMAC-SHA256 of the body, in Base64, under the app's client secret.
    ///
    /// Events (a preview since 2026-02) are signed alike, in fields without `X-`. If both fields of
    /// a pair are present, their values must be equal. `X-Shopify-Webhook-Id` is the same for all
    /// attempts of a delivery; `X-Shopify-Event-Id` is also that of other deliveries, so dropping
    /// by it loses some. The id, the topic and `X-Shopify-Triggered-At` are not signed, so an old
    /// delivery can be replayed under new ones. After a change, it can take an hour until the new
    /// secret signs: keep both.
    ///
    #[doc = include_str!("schemes/shopify.md")]
    pub Shopify: "shopify", BodySigned,
    Scheme::hmac_sha256(Place::also_named(&["x-shopify-hmac-sha256", "shopify-hmac-sha256"]), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_event(Place::also_named(&["x-shopify-topic", "shopify-topic"]))
        .unsigned_id(Place::also_named(&["x-shopify-webhook-id", "shopify-webhook-id"]))
        .unsigned_timestamp(Place::also_named(&["x-shopify-triggered-at", "shopify-triggered-at"]))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(4 * 3600)
        .docs("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
        .last_verified("2026-11-26")
        .build()
}
