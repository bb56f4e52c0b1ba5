use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Sentry's integrations: HMAC-SHA256 of the body, under the client secret.
    ///
    /// Its sample re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. `Sentry-Hook-Timestamp` and `Request-ID` are not signed; an event that Sentry
    /// builds again has another `Request-ID`. Requests of UI components (`Sentry-App-Signature`)
    /// are rejected. A server of your own may wait longer than a second.
    ///
    #[doc = include_str!("schemes/sentry.md")]
    pub Sentry: "sentry", BodySigned,
    Scheme::hmac_sha256(Place::header("sentry-hook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("sentry-hook-resource"))
        .unsigned_id(Place::header("request-id"))
        .unsigned_timestamp(Place::header("sentry-hook-timestamp"))
        .answer_deadline_seconds(1)
        .docs("https://docs.sentry.io/integrations/integration-platform/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
