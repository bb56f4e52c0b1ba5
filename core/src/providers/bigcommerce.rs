use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// BigCommerce: Standard Webhooks, under the client secret as it is shown.
    ///
    /// Its documentation encodes that secret as Base64 first, only because the Standard Webhooks
    /// libraries decode it. The `hash` in the body identifies duplicates.
    ///
    #[doc = include_str!("schemes/bigcommerce.md")]
    pub BigCommerce: "bigcommerce", BodySigned,
    OF_TEXT
        .retry_horizon_seconds(49 * 3600)
        .docs("https://developer.bigcommerce.com/docs/integrations/webhooks/https-webhooks-overview")
        .last_verified("2026-11-25")
        .build()
}
