use crate::{Place, Scheme};

crate::provider! {
    /// CloudEvents over HTTP webhooks: a bearer token. The body is not signed.
    ///
    /// The question by which a sender asks whether it may send (OPTIONS) is not answered yet.
    pub CloudEvents: "cloudevents", OriginOnly,
    Scheme::bearer()
        .unsigned_event(Place::header("ce-type"))
        .unsigned_id(Place::header("ce-id"))
        .docs("https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md")
        .build()
}
