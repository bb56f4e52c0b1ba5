use super::svix::EITHER_NAMES;

crate::provider! {
    /// Privy, which sends through Svix: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/privy.md")]
    pub Privy: "privy", BodySigned,
    EITHER_NAMES
        .docs("https://www.npmjs.com/package/@privy-io/node")
        .last_verified("2026-11-27")
        .build()
}
