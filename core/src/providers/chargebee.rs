use crate::Scheme;

crate::provider! {
    /// Chargebee: a user name and a password that the user chooses. The body is not signed.
    ///
    /// The `id` in the body names the event and stays the same for retries, but proves as little as
    /// the rest of the body. A key in the URL, the alternative, is not read.
    ///
    #[doc = include_str!("schemes/chargebee.md")]
    pub Chargebee: "chargebee", OriginOnly,
    Scheme::basic()
        .retry_horizon_seconds((3 * 24 + 7) * 3600)
        .docs("https://www.chargebee.com/docs/2.0/webhook_settings.html")
        .last_verified("2026-11-27")
        .build()
}
