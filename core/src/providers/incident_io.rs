use super::svix::EITHER_NAMES;

crate::provider! {
    /// incident.io, which sends through Svix: Standard Webhooks.
    ///
    #[doc = include_str!("schemes/incident-io.md")]
    pub IncidentIo: "incident-io", BodySigned,
    EITHER_NAMES
        .retry_horizon_seconds(86_400)
        .docs("https://docs.incident.io/api-reference/webhooks")
        .last_verified("2026-11-27")
        .build()
}
