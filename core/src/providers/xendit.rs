use crate::{Place, Scheme};

crate::provider! {
    /// Xendit: a token that is the same for all webhooks of an account. The body is not signed.
    ///
    #[doc = include_str!("schemes/xendit.md")]
    pub Xendit: "xendit", OriginOnly,
    Scheme::token(Place::header("x-callback-token"))
        .retry_horizon_seconds(86_400)
        .docs("https://docs.xendit.co/apidocs/webhook-behavior")
        .last_verified("2026-11-27")
        .build()
}
