use crate::{Place, Scheme};

crate::provider! {
    /// New Relic's webhook destinations: a field that the user adds. The body is not signed.
    ///
    /// The destination has a token, which New Relic sends in `Authorization`, or custom headers. If
    /// its name is not `Authorization`, set it with
    /// [`token_header`](crate::VerifierBuilder::token_header). The token is the whole value.
    ///
    #[doc = include_str!("schemes/new-relic.md")]
    pub NewRelic: "new-relic", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .docs("https://github.com/newrelic/terraform-provider-newrelic/blob/main/website/docs/r/notification_destination.html.markdown")
        .last_verified("2026-11-27")
        .build()
}
