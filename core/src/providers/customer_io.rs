use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Customer.io's reporting webhooks: HMAC-SHA256 of `v0`, a timestamp and the body.
    ///
    /// The key is the signing key of the integration. Webhooks that a campaign sends are signed
    /// with a key that you cannot see, and are rejected.
    ///
    #[doc = include_str!("schemes/customer-io.md")]
    pub CustomerIo: "customer-io", BodySigned,
    Scheme::hmac_sha256(Place::header("x-cio-signature"), Encoding::Hex)
        .timestamp(Place::header("x-cio-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .event_id(&["event_id"])
        .answer_deadline_seconds(4)
        .retry_horizon_seconds(7 * 86_400)
        .docs("https://docs.customer.io/integrations/api/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
