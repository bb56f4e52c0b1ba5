use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// CloudEvents over HTTP webhooks: a bearer token. The body is not signed.
    ///
    /// A token in the query (`access_token`) is not read. None of the `ce-` headers are signed. The
    /// handshake (OPTIONS), with which a sender asks for permission, is answered with the sender's
    /// own name and no rate limit; the route must accept OPTIONS.
    ///
    #[doc = include_str!("schemes/cloudevents.md")]
    pub CloudEvents: "cloudevents", OriginOnly,
    Scheme::bearer()
        .unsigned_event(Place::header("ce-type"))
        .unsigned_id(Place::header("ce-id"))
        .handshake(
            Handshake::method("OPTIONS")
                .header("webhook-request-origin")
                .as_header("webhook-allowed-origin")
                .with_header("webhook-allowed-rate", "*"),
        )
        .docs("https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md")
        .last_verified("2026-11-25")
        .build()
}
