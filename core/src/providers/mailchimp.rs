use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// Mailchimp's audiences: unsigned. A secret in the URL is the only proof.
    ///
    /// The body is a form. Mailchimp checks the URL with a GET request, which is acknowledged. The
    /// webhooks of Mailchimp Transactional (Mandrill) are signed, and are another provider.
    ///
    #[doc = include_str!("schemes/mailchimp.md")]
    pub Mailchimp: "mailchimp", OriginOnly,
    Scheme::token(Place::query("secret"))
        .handshake(Handshake::method("GET").reply_ok())
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(75 * 60)
        .docs("https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
