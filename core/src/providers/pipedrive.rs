use crate::Scheme;

crate::provider! {
    /// Pipedrive: a user name and a password that the user chooses. The body is not signed.
    ///
    #[doc = include_str!("schemes/pipedrive.md")]
    pub Pipedrive: "pipedrive", OriginOnly,
    Scheme::basic()
        .docs("https://pipedrive.readme.io/docs/guide-for-webhooks-v2")
        .last_verified("2026-11-27")
        .build()
}
