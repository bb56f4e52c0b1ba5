use crate::{Place, Scheme};

crate::provider! {
    /// SparkPost: a user name and a password that the user chooses. The body is not signed.
    ///
    /// The id of a batch is not signed and stays the same for retries. With OAuth 2, the
    /// alternative, each request carries a token that expires. Relay webhooks, and event webhooks
    /// with the deprecated token, are `sparkpost-token`.
    ///
    #[doc = include_str!("schemes/sparkpost.md")]
    pub SparkPost: "sparkpost", OriginOnly,
    Scheme::basic()
        .unsigned_id(Place::header("x-messagesystems-batch-id"))
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(8 * 3600)
        .aliases(&["message-systems"])
        .docs("https://developers.sparkpost.com/api/webhooks/")
        .last_verified("2026-11-27")
        .build()
}

crate::provider! {
    /// SparkPost, with a token in a header field. The body is not signed.
    ///
    /// Relay webhooks (inbound mail) send it, and so do event webhooks that were created with the
    /// deprecated `auth_token`.
    ///
    #[doc = include_str!("schemes/sparkpost-token.md")]
    pub SparkPostToken: "sparkpost-token", OriginOnly,
    Scheme::token(Place::header("x-messagesystems-webhook-token"))
        .unsigned_id(Place::header("x-messagesystems-batch-id"))
        .variant_of("sparkpost")
        .docs("https://developers.sparkpost.com/api/relay-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
