use super::standard_webhooks::STANDARD;

crate::provider! {
    /// Liveblocks, which sends Standard Webhooks.
    ///
    #[doc = include_str!("schemes/liveblocks.md")]
    pub Liveblocks: "liveblocks", BodySigned,
    STANDARD
        .docs("https://liveblocks.io/docs/platform/webhooks")
        .last_verified("2026-11-25")
        .build()
}
