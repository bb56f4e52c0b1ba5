use super::svix::BY_SVIX;

crate::provider! {
    /// Privy, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    #[doc = include_str!("schemes/privy.md")]
    pub Privy: "privy", BodySigned,
    BY_SVIX
        .docs("https://www.npmjs.com/package/@privy-io/node")
        .last_verified("2026-11-27")
        .build()
}
