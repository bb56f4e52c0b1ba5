use crate::Scheme;

crate::provider! {
    /// Postmark: a user name and a password in the webhook's URL. The body is not signed.
    ///
    /// Postmark sends them as Basic authentication. It signs nothing, whatever some libraries of
    /// others check.
    ///
    #[doc = include_str!("schemes/postmark.md")]
    pub Postmark: "postmark", OriginOnly,
    Scheme::basic()
        .docs("https://postmarkapp.com/developer/webhooks/webhooks-overview")
        .last_verified("2026-11-27")
        .build()
}
