use crate::{Handshake, Place, Scheme};

crate::provider! {
    /// CloudEvents over HTTP webhooks: a bearer token. The body is not signed.
    ///
    /// A token in the query (`access_token`) is not read. Nothing of the header is signed. The
    /// question by which a sender asks whether it may send (OPTIONS) is answered with its own name,
    /// without a limit on its rate; the route must take that method.
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
