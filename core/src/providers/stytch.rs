use super::svix::EITHER_NAMES;

crate::provider! {
    /// Stytch, which sends through Svix: Standard Webhooks in `svix-` or `webhook-` header fields.
    ///
    /// The body has an `event_id` of its own, which is not read.
    ///
    #[doc = include_str!("schemes/stytch.md")]
    pub Stytch: "stytch", BodySigned,
    EITHER_NAMES
        .docs("https://stytch.com/docs/b2b/guides/webhooks")
        .last_verified("2026-11-27")
        .build()
}
