use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Dodo Payments, which sends Standard Webhooks.
    ///
    /// A retry carries the newest payload, so one id may come with different bodies. After a change
    /// the old secret signs for another 24 hours: keep both.
    ///
    #[doc = include_str!("schemes/dodo-payments.md")]
    pub DodoPayments: "dodo-payments", BodySigned,
    STANDARD
        .answer_deadline_seconds(15)
        .retry_horizon_seconds(99_300)
        .docs("https://docs.dodopayments.com/developer-resources/webhooks")
        .last_verified("2026-11-25")
        .build()
}
