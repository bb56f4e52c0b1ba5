use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Zapier's connection webhooks (White Label): Standard Webhooks.
    ///
    #[doc = include_str!("schemes/zapier-connections.md")]
    pub ZapierConnections: "zapier-connections", BodySigned,
    STANDARD
        .variant_of("zapier")
        .docs("https://docs.zapier.com/white-label/connection-webhooks/verify-signatures")
        .last_verified("2026-11-27")
        .build()
}
