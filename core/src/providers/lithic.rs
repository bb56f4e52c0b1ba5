use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Lithic: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/lithic.md")]
    pub Lithic: "lithic", BodySigned,
    STANDARD
        .docs("https://docs.lithic.com/docs/events-api")
        .last_verified("2026-11-25")
        .build()
}
