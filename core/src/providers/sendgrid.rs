#![cfg(feature = "ecdsa")]

use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// SendGrid's event webhook: ECDSA on P-256 of the timestamp and the body.
    ///
    /// Nothing separates them. The key is the public key that SendGrid shows. Its libraries do not
    /// check freshness; this crate allows 300 seconds in both directions. A body contains several
    /// events, each with an `sg_event_id`, and ends with a line break that is signed too.
    ///
    #[doc = include_str!("schemes/sendgrid.md")]
    pub SendGrid: "sendgrid", BodySigned,
    Scheme::ecdsa_p256(Place::header("x-twilio-email-event-webhook-signature"), Encoding::Base64)
        .timestamp(Place::header("x-twilio-email-event-webhook-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Body])
        .retry_horizon_seconds(86_400)
        .docs("https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features")
        .last_verified("2026-11-25")
        .build()
}
