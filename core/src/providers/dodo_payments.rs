use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Dodo Payments, which sends Standard Webhooks.
    ///
    /// After a change the old secret signs for another 24 hours: keep both.
    ///
    #[doc = include_str!("schemes/dodo-payments.md")]
    pub DodoPayments: "dodo-payments", BodySigned,
    STANDARD
        .docs("https://docs.dodopayments.com/developer-resources/webhooks")
        .last_verified("2026-11-25")
        .build()
}
