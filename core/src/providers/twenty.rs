use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Twenty: HMAC-SHA256 of a timestamp in milliseconds, a colon and the body.
    ///
    /// `X-Twenty-Webhook-Nonce` is not signed.
    ///
    #[doc = include_str!("schemes/twenty.md")]
    pub Twenty: "twenty", BodySigned,
    Scheme::hmac_sha256(Place::header("x-twenty-webhook-signature"), Encoding::Hex)
        .timestamp(Place::header("x-twenty-webhook-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .unsigned_id(Place::header("x-twenty-webhook-nonce"))
        .answer_deadline_seconds(5)
        .docs("https://github.com/twentyhq/twenty/blob/main/packages/twenty-server/src/engine/core-modules/webhook/jobs/call-webhook.job.ts")
        .last_verified("2026-11-27")
        .build()
}
