use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Recall.ai: Standard Webhooks, under the workspace's secret.
    ///
    /// Workspaces older than 2025-12-15 have another secret for each endpoint, and some of their
    /// requests carry the names of Svix, `svix-id` and others. Nothing is signed until a workspace
    /// secret exists.
    ///
    #[doc = include_str!("schemes/recall-ai.md")]
    pub RecallAi: "recall-ai", BodySigned,
    Scheme::hmac_sha256(
        Place::also_named(&["webhook-signature", "svix-signature"]).separated_by(' ').prefix("v1,"),
        Encoding::Base64,
    )
    .id(Place::also_named(&["webhook-id", "svix-id"]), MESSAGE_ID)
    .timestamp(
        Place::also_named(&["webhook-timestamp", "svix-timestamp"]),
        TimestampFormat::Seconds,
    )
    .signs(SIGNED)
    .base64_secret("whsec_")
    .shortest_secret(24)
    .docs("https://docs.recall.ai/docs/authenticating-requests-from-recallai")
    .last_verified("2026-11-27")
    .build()
}
