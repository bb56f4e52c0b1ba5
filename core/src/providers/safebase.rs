use super::svix::EITHER_NAMES;

crate::provider! {
    /// SafeBase, which sends through Svix: Standard Webhooks in `svix-` or `webhook-` fields.
    ///
    #[doc = include_str!("schemes/safebase.md")]
    pub SafeBase: "safebase", BodySigned,
    EITHER_NAMES
        .docs("https://www.svix.com/event-types/us/org_2Lmnm325Gqjzoty7vhdMgL1HOxh")
        .last_verified("2026-11-27")
        .build()
}
