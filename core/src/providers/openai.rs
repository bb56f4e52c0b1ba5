use super::standard_webhooks::STANDARD;

crate::provider! {
    /// OpenAI: Standard Webhooks.
    ///
    /// Its own library also takes signatures without their version, and secrets that are no Base64;
    /// here both are refused.
    pub OpenAi: "openai", BodySigned,
    STANDARD
        .docs("https://platform.openai.com/docs/guides/webhooks")
        .last_verified("2026-11-25")
        .build()
}
