use super::svix::BY_SVIX;

crate::provider! {
    /// Clerk, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    #[doc = include_str!("schemes/clerk.md")]
    pub Clerk: "clerk", BodySigned,
    BY_SVIX
        .answer_deadline_seconds(15)
        .retry_horizon_seconds(100_800)
        .docs("https://clerk.com/docs/guides/development/webhooks/overview")
        .last_verified("2026-11-25")
        .build()
}
