#![cfg(feature = "ed25519")]

use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Svix, scheme `v1a`: Ed25519 of id, timestamp and body, in `svix-` or `webhook-` fields.
    ///
    /// The secret is the sender's public key, `whpk_…`. Other schemes in the list (`v1`) are
    /// ignored.
    ///
    #[doc = include_str!("schemes/svix-v1a.md")]
    pub SvixV1a: "svix-v1a", BodySigned,
    Scheme::ed25519(
        Place::also_named(&["svix-signature", "webhook-signature"]).separated_by(' ').prefix("v1a,"),
        Encoding::Base64,
    )
    .id(Place::also_named(&["svix-id", "webhook-id"]), MESSAGE_ID)
    .timestamp(Place::also_named(&["svix-timestamp", "webhook-timestamp"]), TimestampFormat::Seconds)
    .signs(SIGNED)
    .base64_secret("whpk_")
    .answer_deadline_seconds(15)
    .retry_horizon_seconds(28 * 3600)
    .docs("https://github.com/svix/svix-webhooks/blob/main/server/svix-server/src/worker.rs")
    .last_verified("2026-11-26")
    .build()
}
