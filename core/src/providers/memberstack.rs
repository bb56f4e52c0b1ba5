use super::svix::EITHER_NAMES;

crate::provider! {
    /// Memberstack, which sends through Svix: Standard Webhooks.
    ///
    /// The scheme it replaced, in `MS-Signature`, is rejected.
    ///
    #[doc = include_str!("schemes/memberstack.md")]
    pub Memberstack: "memberstack", BodySigned,
    EITHER_NAMES
        .docs("https://github.com/Memberstack/memberstack-admin")
        .last_verified("2026-11-27")
        .build()
}
