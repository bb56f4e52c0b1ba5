use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, SchemeBuilder, TimestampFormat};

/// The scheme with which Svix sends for its customers, in its own header fields.
pub(super) const BY_SVIX: SchemeBuilder = Scheme::hmac_sha256(
    Place::header("svix-signature").separated_by(' ').prefix("v1,"),
    Encoding::Base64,
)
.id(Place::header("svix-id"), MESSAGE_ID)
.timestamp(Place::header("svix-timestamp"), TimestampFormat::Seconds)
.signs(SIGNED)
.base64_secret("whsec_")
.shortest_secret(24);

/// The same, also in the header fields of Standard Webhooks, which some of those customers choose.
pub(super) const EITHER_NAMES: SchemeBuilder = Scheme::hmac_sha256(
    Place::also_named(&["svix-signature", "webhook-signature"]).separated_by(' ').prefix("v1,"),
    Encoding::Base64,
)
.id(Place::also_named(&["svix-id", "webhook-id"]), MESSAGE_ID)
.timestamp(Place::also_named(&["svix-timestamp", "webhook-timestamp"]), TimestampFormat::Seconds)
.signs(SIGNED)
.base64_secret("whsec_")
.shortest_secret(24);

crate::provider! {
    /// Svix and its customers: Standard Webhooks in `svix-` or `webhook-` header fields.
    ///
    #[doc = include_str!("schemes/svix.md")]
    pub Svix: "svix", BodySigned,
    EITHER_NAMES
        .answer_deadline_seconds(15)
        .retry_horizon_seconds(28 * 3600)
        .docs("https://docs.svix.com/receiving/verifying-payloads/how-manual")
        .last_verified("2026-11-25")
        .build()
}
