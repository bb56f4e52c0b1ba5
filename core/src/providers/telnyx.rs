#![cfg(feature = "ed25519")]

use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Telnyx: Ed25519 of the timestamp, `|` and the body, under the account's public key.
    ///
    /// How long Telnyx waits and retries depends on its product. Voice may send GET with the
    /// payload in the query, and meeting bots sign in `X-Meeting-Bot-Signature`; both are rejected.
    ///
    #[doc = include_str!("schemes/telnyx.md")]
    pub Telnyx: "telnyx", BodySigned,
    Scheme::ed25519(Place::header("telnyx-signature-ed25519"), Encoding::Base64)
        .timestamp(Place::header("telnyx-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("|"), Part::Body])
        .base64_secret("")
        .event_id(&["data", "id"])
        .varying_body(
            "`meta.attempt` counts the attempts (Telnyx's example payloads of messages and faxes)",
        )
        .docs("https://developers.telnyx.com/docs/development/api-fundamentals/webhooks")
        .last_verified("2026-11-26")
        .build()
}
