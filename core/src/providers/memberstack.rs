use super::svix::BY_SVIX;

crate::provider! {
    /// Memberstack, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    /// The scheme it replaced, in `MS-Signature`, is rejected.
    ///
    #[doc = include_str!("schemes/memberstack.md")]
    pub Memberstack: "memberstack", BodySigned,
    BY_SVIX
        .docs("https://github.com/Memberstack/memberstack-admin")
        .last_verified("2026-11-27")
        .build()
}
