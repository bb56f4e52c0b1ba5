#![cfg(feature = "ed25519")]

use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Standard Webhooks, scheme `v1a`: Ed25519 of id, timestamp and body.
    ///
    /// The secret is the sender's public key, `whpk_…`. Other schemes in the list (`v1`) are
    /// ignored. No reference library verifies these.
    ///
    #[doc = include_str!("schemes/standard-webhooks-v1a.md")]
    pub StandardWebhooksV1a: "standard-webhooks-v1a", BodySigned,
    Scheme::ed25519(Place::header("webhook-signature").separated_by(' ').prefix("v1a,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), TimestampFormat::Seconds)
        .signs(SIGNED)
        .base64_secret("whpk_")
        .variant_of("standard-webhooks")
        .docs("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md")
        .last_verified("2026-11-25")
        .build()
}
