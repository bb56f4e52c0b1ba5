use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Composio: Standard Webhooks, under the secret as it is shown.
    ///
    /// The Standard Webhooks libraries decode a secret from Base64; Composio's own does not.
    ///
    #[doc = include_str!("schemes/composio.md")]
    pub Composio: "composio", BodySigned,
    OF_TEXT
        .docs("https://www.npmjs.com/package/@composio/core")
        .last_verified("2026-11-27")
        .build()
}
