use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Parallel: Standard Webhooks, under the account's secret as it is shown.
    ///
    /// Most libraries for Standard Webhooks decode a secret from Base64; Parallel signs with its
    /// text.
    ///
    #[doc = include_str!("schemes/parallel.md")]
    pub Parallel: "parallel", BodySigned,
    OF_TEXT
        .docs("https://docs.parallel.ai/resources/webhook-setup")
        .last_verified("2026-11-27")
        .build()
}
