use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// ImageKit: Standard Webhooks, under the webhook secret as it is shown (`whsec_…`).
    ///
    /// ImageKit's library encodes the secret as Base64 first, only because the Standard Webhooks
    /// libraries decode it.
    ///
    #[doc = include_str!("schemes/imagekit.md")]
    pub ImageKit: "imagekit", BodySigned,
    OF_TEXT
        .docs("https://imagekit.io/docs/webhooks#verify-webhook-signature")
        .last_verified("2026-11-27")
        .build()
}
