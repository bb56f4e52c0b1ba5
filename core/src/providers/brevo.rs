use crate::Scheme;

const DOCS: &str = "https://developers.brevo.com/docs/secured-webhooks";

crate::provider! {
    /// Brevo, with a bearer token that the user chooses. The body is not signed.
    ///
    /// A user name and a password in the webhook's URL, the alternative, are `brevo-basic`.
    ///
    #[doc = include_str!("schemes/brevo.md")]
    pub Brevo: "brevo", OriginOnly,
    Scheme::bearer()
        .aliases(&["sendinblue"])
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}

crate::provider! {
    /// Brevo, with a user name and a password in the webhook's URL. The body is not signed.
    ///
    /// Brevo sends them as Basic authentication.
    ///
    #[doc = include_str!("schemes/brevo-basic.md")]
    pub BrevoBasic: "brevo-basic", OriginOnly,
    Scheme::basic()
        .variant_of("brevo")
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}
