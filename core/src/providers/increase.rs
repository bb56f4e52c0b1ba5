use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// Increase: Standard Webhooks, under the shared secret as it is shown.
    ///
    /// You choose that secret, or Increase generates one. Its bytes are the key; they are not
    /// decoded. The older `Increase-Webhook-Signature` is not read.
    ///
    #[doc = include_str!("schemes/increase.md")]
    pub Increase: "increase", BodySigned,
    OF_TEXT
        .docs("https://increase.com/documentation/webhooks")
        .last_verified("2026-11-27")
        .build()
}
