use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Finch: Standard Webhooks in Finch's own header fields.
    ///
    /// The secret is Base64 without a prefix.
    ///
    #[doc = include_str!("schemes/finch.md")]
    pub Finch: "finch", BodySigned,
    Scheme::hmac_sha256(Place::header("finch-signature").separated_by(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("finch-event-id"), MESSAGE_ID)
        .timestamp(Place::header("finch-timestamp"), TimestampFormat::Seconds)
        .signs(SIGNED)
        .base64_secret("")
        .docs("https://developer.tryfinch.com/developer-resources/Webhooks")
        .last_verified("2026-11-25")
        .build()
}
