use super::standard_webhooks::STANDARD;

crate::provider! {
    /// SignatureAPI: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/signatureapi.md")]
    pub SignatureApi: "signatureapi", BodySigned,
    STANDARD
        .docs("https://signatureapi.com/docs/api/guides/how-to/verify-webhooks")
        .last_verified("2026-11-27")
        .build()
}
