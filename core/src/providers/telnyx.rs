use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Telnyx: Ed25519 of the timestamp, `|` and the body, under the account's public key.
    ///
    /// The event id is in the body.
    ///
    #[doc = include_str!("schemes/telnyx.md")]
    pub Telnyx: "telnyx", BodySigned,
    Scheme::ed25519(Place::header("telnyx-signature-ed25519"), Encoding::Base64)
        .timestamp(Place::header("telnyx-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("|"), Part::Body])
        .base64_secret("")
        .answer_deadline_seconds(2)
        .docs("https://developers.telnyx.com/docs/development/api-fundamentals/webhooks")
        .last_verified("2026-11-25")
        .build()
}
