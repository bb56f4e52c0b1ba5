use crate::{Encoding, Part, Place, Scheme, Syntax, TimestampFormat};

/// The nonce is visible text without the separator of the signed content.
const NONCE: Syntax = Syntax::visible().except(".").length(1, 256);

crate::provider! {
    /// Sinch (Conversation, SMS): HMAC-SHA256, in Base64, of body, nonce and timestamp.
    ///
    /// Its libraries do not check freshness. The nonce is signed, but is not the id of a delivery.
    /// Callbacks of Numbers are `sinch-numbers`. Callbacks of Voice and Verification, which are
    /// signed in `Authorization`, are rejected.
    ///
    #[doc = include_str!("schemes/sinch.md")]
    pub Sinch: "sinch", BodySigned,
    Scheme::hmac_sha256(Place::header("x-sinch-webhook-signature"), Encoding::Base64)
        .timestamp(Place::header("x-sinch-webhook-signature-timestamp"), TimestampFormat::Seconds)
        .signs(&[
            Part::Body,
            Part::Literal("."),
            Part::Header("x-sinch-webhook-signature-nonce", NONCE),
            Part::Literal("."),
            Part::Timestamp,
        ])
        .docs("https://developers.sinch.com/docs/conversation/callbacks")
        .last_verified("2026-11-27")
        .build()
}
