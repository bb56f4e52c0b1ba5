use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Shopify: HMAC-SHA256 of the body, in Base64, under the app's client secret.
    ///
    /// Duplicates have the same `X-Shopify-Event-Id`, but so do deliveries to several
    /// subscriptions. The id, the topic and `X-Shopify-Triggered-At` are not signed, so an old
    /// delivery can be replayed under new ones.
    ///
    #[doc = include_str!("schemes/shopify.md")]
    pub Shopify: "shopify", BodySigned,
    Scheme::hmac_sha256(Place::header("x-shopify-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-shopify-topic"))
        .unsigned_id(Place::header("x-shopify-event-id"))
        .unsigned_timestamp(Place::header("x-shopify-triggered-at"))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(4 * 3600)
        .docs("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
        .last_verified("2026-11-25")
        .build()
}
