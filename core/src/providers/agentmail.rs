use super::svix::BY_SVIX;

crate::provider! {
    /// AgentMail, which sends through Svix: Standard Webhooks in `svix-` header fields.
    ///
    /// The secret belongs to one endpoint. The id stays the same for retries.
    ///
    #[doc = include_str!("schemes/agentmail.md")]
    pub AgentMail: "agentmail", BodySigned,
    BY_SVIX
        .docs("https://docs.agentmail.to/webhook-verification")
        .last_verified("2026-11-27")
        .build()
}
