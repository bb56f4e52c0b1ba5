use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Lithic: Standard Webhooks.
    ///
    /// Auth Stream Access, which signs in `X-Lithic-HMAC`, is rejected.
    ///
    #[doc = include_str!("schemes/lithic.md")]
    pub Lithic: "lithic", BodySigned,
    STANDARD
        .docs("https://docs.lithic.com/docs/events-api")
        .last_verified("2026-11-25")
        .build()
}
