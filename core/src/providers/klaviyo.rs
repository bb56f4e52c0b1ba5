use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Klaviyo's system webhooks: HMAC-SHA256 of the body and the timestamp.
    ///
    /// The timestamp is an HTTP date. `Klaviyo-Webhook-Id` names the webhook, not the delivery, and
    /// is not signed. Webhooks that a flow sends are not signed.
    ///
    #[doc = include_str!("schemes/klaviyo.md")]
    pub Klaviyo: "klaviyo", BodySigned,
    Scheme::hmac_sha256(Place::header("klaviyo-signature"), Encoding::Hex)
        .timestamp(Place::header("klaviyo-timestamp"), TimestampFormat::HttpDate)
        .signs(&[Part::Body, Part::Timestamp])
        .docs("https://developers.klaviyo.com/en/docs/working_with_system_webhooks")
        .last_verified("2026-11-27")
        .build()
}
