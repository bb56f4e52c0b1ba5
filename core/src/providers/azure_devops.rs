use crate::Scheme;

crate::provider! {
    /// Azure DevOps: a user name and a password that the user chooses. The body is not signed.
    ///
    /// The name of the event and its id are in the body, which proves nothing.
    ///
    #[doc = include_str!("schemes/azure-devops.md")]
    pub AzureDevOps: "azure-devops", OriginOnly,
    Scheme::basic()
        .aliases(&["azure-devops-server", "tfs", "vsts"])
        .docs("https://learn.microsoft.com/en-us/azure/devops/service-hooks/services/webhooks")
        .last_verified("2026-11-27")
        .build()
}
