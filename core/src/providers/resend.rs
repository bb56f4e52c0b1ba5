use super::svix::BY_SVIX;

crate::provider! {
    /// Resend, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    #[doc = include_str!("schemes/resend.md")]
    pub Resend: "resend", BodySigned,
    BY_SVIX
        .retry_horizon_seconds(100_800)
        .docs("https://resend.com/docs/webhooks/verify-webhooks-requests")
        .last_verified("2026-11-25")
        .build()
}
