use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("paddle-signature").separated_by(';');

crate::provider! {
    /// Paddle Billing: a timestamp and HMAC-SHA256 signatures in one header field, `ts=…;h1=…`.
    ///
    /// Its library takes deliveries for 5 seconds after the timestamp; here that is the tolerance
    /// in both directions, so a clock that is 6 seconds slow refuses everything: widen it
    /// (`tolerance`) if clocks are not kept right. The library takes the last of two `h1`; here all
    /// are looked at.
    pub Paddle: "paddle", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("h1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("ts="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .tolerance_seconds(5)
        .answer_deadline_seconds(5)
        .docs("https://developer.paddle.com/webhooks/signature-verification")
        .last_verified("2026-11-25")
        .build()
}
