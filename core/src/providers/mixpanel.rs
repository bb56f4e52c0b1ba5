use crate::Scheme;

crate::provider! {
    /// Mixpanel's cohort sync: a user-chosen user name and password. The body is not signed.
    ///
    /// Mixpanel expects JSON with the `action` of the request and a `status` as the answer. After a
    /// failure, the next sync has another body.
    ///
    #[doc = include_str!("schemes/mixpanel.md")]
    pub Mixpanel: "mixpanel", OriginOnly,
    Scheme::basic()
        .retry_horizon_seconds(60)
        .docs("https://docs.mixpanel.com/docs/cohort-sync/webhooks")
        .last_verified("2026-11-27")
        .build()
}
