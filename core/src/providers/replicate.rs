use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Replicate: Standard Webhooks.
    ///
    /// Its library judges no freshness; here 300 seconds count, in both directions. The id stays
    /// when a delivery is sent again.
    pub Replicate: "replicate", BodySigned,
    STANDARD
        .docs("https://replicate.com/docs/topics/webhooks/verify-webhook")
        .last_verified("2026-11-25")
        .build()
}
