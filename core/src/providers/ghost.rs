use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-ghost-signature").separated_by(',');

crate::provider! {
    /// Ghost: an HMAC-SHA256 and a timestamp in milliseconds in one header field, `sha256=…, t=…`.
    ///
    /// The signature covers the body and, directly after it, the timestamp.
    ///
    #[doc = include_str!("schemes/ghost.md")]
    pub Ghost: "ghost", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("sha256="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Body, Part::Timestamp])
        .answer_deadline_seconds(2)
        .docs("https://github.com/TryGhost/Ghost/blob/main/ghost/core/core/server/services/webhooks/WebhookTrigger.js")
        .last_verified("2026-11-27")
        .build()
}
