#![cfg(feature = "rsa")]

use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Kick: RSA of id, timestamp and body, under the public key that Kick publishes.
    ///
    /// Kick calls the id an idempotency key. Claims of drops come with another timestamp field
    /// (`Kick-Event-Timestamp`) and are rejected; Kick does not say what it signs there.
    ///
    #[doc = include_str!("schemes/kick.md")]
    pub Kick: "kick", BodySigned,
    Scheme::rsa_sha256(Place::header("kick-event-signature"), Encoding::Base64)
        .id(Place::header("kick-event-message-id"), MESSAGE_ID)
        .timestamp(Place::header("kick-event-message-timestamp"), TimestampFormat::Rfc3339)
        .signs(SIGNED)
        .unsigned_event(Place::header("kick-event-type"))
        .docs("https://docs.kick.com/events/webhook-security")
        .last_verified("2026-11-27")
        .build()
}
