use crate::{Place, Scheme};

crate::provider! {
    /// Datadog's webhooks integration: a field that the user adds. The body is not signed.
    ///
    /// The custom headers of the webhook name the field, and the payload is a template of the
    /// user's. If its name is not `Authorization`, set it with
    /// [`token_header`](crate::VerifierBuilder::token_header). The token is the whole value.
    ///
    #[doc = include_str!("schemes/datadog.md")]
    pub Datadog: "datadog", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .docs("https://docs.datadoghq.com/api/latest/webhooks-integration/")
        .last_verified("2026-11-27")
        .build()
}
