use crate::{Place, Scheme};

crate::provider! {
    /// RevenueCat: a user-chosen value in `Authorization`. The body is not signed.
    ///
    /// The value is compared as a whole. The `event.id` in the body stays the same for retries, but
    /// proves as little as the rest of the body.
    ///
    #[doc = include_str!("schemes/revenuecat.md")]
    pub RevenueCat: "revenuecat", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .answer_deadline_seconds(60)
        .retry_horizon_seconds(155 * 60)
        .docs("https://www.revenuecat.com/docs/integrations/webhooks")
        .last_verified("2026-11-27")
        .build()
}
