use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Replicate: Standard Webhooks.
    ///
    /// Its library does not check freshness; this crate allows 300 seconds in both directions. The
    /// id stays the same for retries.
    ///
    #[doc = include_str!("schemes/replicate.md")]
    pub Replicate: "replicate", BodySigned,
    STANDARD
        .docs("https://replicate.com/docs/topics/webhooks/verify-webhook")
        .last_verified("2026-11-25")
        .build()
}
