use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("outline-signature").separated_by(',');

crate::provider! {
    /// Outline: a timestamp in milliseconds and an HMAC-SHA256 in one header field, `t=…,s=…`.
    ///
    /// The `id` in the body is another one for each attempt.
    ///
    #[doc = include_str!("schemes/outline.md")]
    pub Outline: "outline", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("s="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .answer_deadline_seconds(5)
        .docs("https://github.com/outline/outline/blob/main/server/models/WebhookSubscription.ts")
        .last_verified("2026-11-27")
        .build()
}
