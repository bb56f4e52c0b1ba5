use super::standard_webhooks::OF_TEXT;

crate::provider! {
    /// GrowthBook's webhooks of SDK connections: Standard Webhooks.
    ///
    /// The key is the secret as it is shown. GrowthBook also sends the secret itself, in
    /// `webhook-secret`: do not log the header.
    ///
    #[doc = include_str!("schemes/growthbook-sdk.md")]
    pub GrowthBookSdk: "growthbook-sdk", BodySigned,
    OF_TEXT
        .variant_of("growthbook")
        .docs("https://docs.growthbook.io/app/webhooks/sdk-webhooks")
        .last_verified("2026-11-27")
        .build()
}
