use crate::{Place, Scheme};

crate::provider! {
    /// New Relic's webhook destinations: a field that the user adds. The body is not signed.
    ///
    /// The destination has custom headers, or a prefix and a token, which New Relic sends in
    /// `Authorization`. The secret is the whole value: `Bearer`, a space and the token. Another
    /// field is set with [`token_header`](crate::VerifierBuilder::token_header).
    ///
    #[doc = include_str!("schemes/new-relic.md")]
    pub NewRelic: "new-relic", OriginOnly,
    Scheme::token(Place::header("authorization"))
        .docs("https://github.com/newrelic/terraform-provider-newrelic/blob/main/website/docs/r/notification_destination.html.markdown")
        .last_verified("2026-11-27")
        .build()
}
