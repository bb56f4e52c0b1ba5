use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Linq: Standard Webhooks.
    ///
    /// The older fields are sent too (`X-Webhook-Signature`, without an id), and are not read.
    ///
    #[doc = include_str!("schemes/linq.md")]
    pub Linq: "linq", BodySigned,
    STANDARD
        .retry_horizon_seconds(1_500)
        .docs("https://docs.linqapp.com/guides/webhooks")
        .last_verified("2026-11-27")
        .build()
}
