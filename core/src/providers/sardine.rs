use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Sardine's payments: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/sardine.md")]
    pub Sardine: "sardine", BodySigned,
    STANDARD
        .docs("https://docs.payments.sardine.ai/guides/integration/payments/nftCheckout/integrationGuide/webhook-support")
        .last_verified("2026-11-27")
        .build()
}
