use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Whop: Standard Webhooks, under the webhook's secret as it is shown.
    ///
    /// The secret begins with `ws_`. The library for Node takes it encoded as Base64, only because
    /// the Standard Webhooks libraries decode it.
    ///
    #[doc = include_str!("schemes/whop.md")]
    pub Whop: "whop", BodySigned,
    OF_TEXT
        .docs("https://www.npmjs.com/package/@whop/sdk")
        .last_verified("2026-11-27")
        .build()
}
