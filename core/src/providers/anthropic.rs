use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Anthropic: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/anthropic.md")]
    pub Anthropic: "anthropic", BodySigned,
    STANDARD
        .docs("https://platform.claude.com/docs/en/managed-agents/webhooks")
        .last_verified("2026-11-25")
        .build()
}
