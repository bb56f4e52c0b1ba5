use super::svix::EITHER_NAMES;

crate::provider! {
    /// Nash, which sends through Svix: Standard Webhooks in `svix-` or `webhook-` header fields.
    ///
    #[doc = include_str!("schemes/nash.md")]
    pub Nash: "nash", BodySigned,
    EITHER_NAMES
        .docs("https://docs.usenash.com/reference/webhooks")
        .last_verified("2026-11-27")
        .build()
}
