use crate::{Encoding, Part, Place, Scheme, SchemeBuilder, Syntax, TimestampFormat};

/// An id is visible text without the separator of the signed content.
pub(super) const MESSAGE_ID: Syntax = Syntax::visible().except(".").length(1, 256);

/// Standard Webhooks, under a secret that is used as shown.
pub(super) const OF_TEXT: SchemeBuilder = Scheme::hmac_sha256(
    Place::header("webhook-signature").separated_by(' ').prefix("v1,"),
    Encoding::Base64,
)
.id(Place::header("webhook-id"), MESSAGE_ID)
.timestamp(Place::header("webhook-timestamp"), TimestampFormat::Seconds)
.signs(SIGNED);

/// The signed content, which does not depend on the names of the header fields.
pub(super) const SIGNED: &[Part] =
    &[Part::Id, Part::Literal("."), Part::Timestamp, Part::Literal("."), Part::Body];

/// The scheme of the standard: the key is the Base64 after `whsec_`.
pub(super) const STANDARD: SchemeBuilder = OF_TEXT.base64_secret("whsec_").shortest_secret(24);

crate::provider! {
    /// Standard Webhooks, scheme `v1`: HMAC-SHA256 of id, timestamp and body, in Base64.
    ///
    /// The secret is Base64 after `whsec_`, of 24 bytes or more. Other schemes in the list (`v1a`)
    /// are ignored. The id is signed and stays the same for retries; the timestamp does not.
    ///
    #[doc = include_str!("schemes/standard-webhooks.md")]
    pub StandardWebhooks: "standard-webhooks", BodySigned,
    STANDARD
        .docs("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md")
        .last_verified("2026-11-25")
        .build()
}
