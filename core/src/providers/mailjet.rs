use crate::Scheme;

crate::provider! {
    /// Mailjet: a user name and a password in the webhook's URL. The body is not signed.
    ///
    /// Mailjet sends them as Basic authentication. A request may contain several events.
    ///
    #[doc = include_str!("schemes/mailjet.md")]
    pub Mailjet: "mailjet", OriginOnly,
    Scheme::basic()
        .retry_horizon_seconds(86_400)
        .docs("https://documentation.mailjet.com/hc/en-us/articles/360043578154-Event-Tracking-API")
        .last_verified("2026-11-27")
        .build()
}
