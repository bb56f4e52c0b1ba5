use crate::{Place, Scheme};

crate::provider! {
    /// Webhooks by Zapier: a field that the user adds to a step. The body is not signed.
    ///
    /// The step's headers name the field. If its name is not `Authorization`, set it with
    /// [`token_header`](crate::VerifierBuilder::token_header). The token is the whole value.
    ///
    #[doc = include_str!("schemes/zapier.md")]
    pub Zapier: "zapier", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .docs("https://help.zapier.com/hc/en-us/articles/8496326446989-Send-webhooks-in-Zaps")
        .last_verified("2026-11-27")
        .build()
}
