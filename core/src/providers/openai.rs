use super::standard_webhooks::STANDARD;

crate::provider! {
    /// OpenAI: Standard Webhooks.
    ///
    /// Its own library also accepts signatures without a version, and secrets that are not Base64;
    /// both are rejected here.
    ///
    #[doc = include_str!("schemes/openai.md")]
    pub OpenAi: "openai", BodySigned,
    STANDARD
        .retry_horizon_seconds(72 * 3600)
        .docs("https://platform.openai.com/docs/guides/webhooks")
        .last_verified("2026-11-25")
        .build()
}
