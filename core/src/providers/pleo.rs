use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Pleo: Standard Webhooks.
    ///
    /// A subscription may ask for Basic authentication or a header field of its own instead. Both
    /// are rejected.
    ///
    #[doc = include_str!("schemes/pleo.md")]
    pub Pleo: "pleo", BodySigned,
    STANDARD
        .docs("https://developers.pleo.io/reference/webhooks-authentication-authorisation")
        .last_verified("2026-11-27")
        .build()
}
