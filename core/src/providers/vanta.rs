use super::svix::EITHER_NAMES;

crate::provider! {
    /// Vanta, which sends through Svix: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/vanta.md")]
    pub Vanta: "vanta", BodySigned,
    EITHER_NAMES
        .answer_deadline_seconds(15)
        .retry_horizon_seconds(5 * 86_400)
        .docs("https://developer.vanta.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
