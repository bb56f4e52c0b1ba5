use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Scalekit: Standard Webhooks.
    ///
    /// Requests to interceptors, which Scalekit signs in `interceptor-` header fields, are
    /// `scalekit-interceptor`.
    ///
    #[doc = include_str!("schemes/scalekit.md")]
    pub Scalekit: "scalekit", BodySigned,
    STANDARD
        .docs("https://docs.scalekit.com/reference/webhooks/overview/")
        .last_verified("2026-11-27")
        .build()
}
