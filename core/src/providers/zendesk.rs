use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Zendesk: HMAC-SHA256, in Base64, of the timestamp and the body, with no separator.
    ///
    /// An older page has them in the other order, with a sample signature that matches that order.
    /// Triggers can use any method, which is not signed. `X-Zendesk-Webhook-Invocation-Id` is an
    /// unsigned id. The `id` of an event subscription is not read, because users write the body of
    /// a trigger, and its `id` may be that of a ticket.
    ///
    #[doc = include_str!("schemes/zendesk.md")]
    pub Zendesk: "zendesk", BodySigned,
    Scheme::hmac_sha256(Place::header("x-zendesk-webhook-signature"), Encoding::Base64)
        .timestamp(Place::header("x-zendesk-webhook-signature-timestamp"), TimestampFormat::Rfc3339)
        .signs(&[Part::Timestamp, Part::Body])
        .methods("POST, PUT, PATCH, GET, DELETE")
        .unsigned_id(Place::header("x-zendesk-webhook-invocation-id"))
        .docs("https://developer.zendesk.com/documentation/webhooks/verifying/")
        .last_verified("2026-11-25")
        .build()
}
