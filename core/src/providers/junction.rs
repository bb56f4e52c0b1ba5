use super::svix::BY_SVIX;

crate::provider! {
    /// Junction (formerly Vital), which sends through Svix: Standard Webhooks in `svix-` fields.
    ///
    #[doc = include_str!("schemes/junction.md")]
    pub Junction: "junction", BodySigned,
    BY_SVIX
        .answer_deadline_seconds(15)
        .retry_horizon_seconds(100_800)
        .aliases(&["vital"])
        .docs("https://docs.junction.com/webhooks/introduction")
        .last_verified("2026-11-25")
        .build()
}
