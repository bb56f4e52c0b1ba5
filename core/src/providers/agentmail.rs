use super::svix::EITHER_NAMES;

crate::provider! {
    /// AgentMail, which sends through Svix: Standard Webhooks.
    ///
    /// The secret belongs to one endpoint. The id stays the same for retries.
    ///
    #[doc = include_str!("schemes/agentmail.md")]
    pub AgentMail: "agentmail", BodySigned,
    EITHER_NAMES
        .docs("https://docs.agentmail.to/webhook-verification")
        .last_verified("2026-11-27")
        .build()
}
