use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("paddle-signature").separated_by(';');

crate::provider! {
    /// Paddle Billing: a timestamp and HMAC-SHA256 signatures in one header field, `ts=…;h1=…`.
    ///
    /// Its library accepts deliveries for 5 seconds after the timestamp. Here that is the tolerance
    /// in both directions, so a clock that is 6 seconds slow rejects everything: widen it
    /// (`tolerance`) if your clock is not kept in sync. If there are two `h1`, its library uses the
    /// last; here all are tried.
    ///
    #[doc = include_str!("schemes/paddle.md")]
    pub Paddle: "paddle", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("h1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("ts="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .tolerance_seconds(5)
        .answer_deadline_seconds(5)
        .event_id(&["event_id"])
        .docs("https://developer.paddle.com/webhooks/signature-verification")
        .last_verified("2026-11-25")
        .build()
}
