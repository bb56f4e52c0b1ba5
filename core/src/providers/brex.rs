use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Brex: Standard Webhooks.
    ///
    /// During a rotation, the API lists two secrets and Brex signs with both. One match is enough.
    ///
    #[doc = include_str!("schemes/brex.md")]
    pub Brex: "brex", BodySigned,
    STANDARD
        .docs("https://developer.brex.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
