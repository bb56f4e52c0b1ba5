use crate::{Place, Scheme};

crate::provider! {
    /// Documenso: the secret itself, in `X-Documenso-Secret`. The body is not signed.
    ///
    /// The field is empty if the webhook has no secret.
    ///
    #[doc = include_str!("schemes/documenso.md")]
    pub Documenso: "documenso", OriginOnly,
    Scheme::token(Place::header("x-documenso-secret"))
        .docs("https://docs.documenso.com/docs/developers/webhooks/verification")
        .last_verified("2026-11-27")
        .build()
}
