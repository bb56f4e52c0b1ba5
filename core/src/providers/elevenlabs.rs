use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("elevenlabs-signature").separated_by(',');

crate::provider! {
    /// ElevenLabs: a timestamp and an HMAC-SHA256 in one header field, `t=…,v0=…`.
    ///
    /// Its library takes deliveries for 30 minutes, but none from the future is refused; here 30
    /// minutes count in both directions. What holds the sound of a call (`post_call_audio`) is
    /// large. Whether it signs again what it sends again is not documented.
    pub ElevenLabs: "elevenlabs", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v0="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .tolerance_seconds(1800)
        .body_limit(32 * 1024 * 1024)
        .docs("https://elevenlabs.io/docs/eleven-api/resources/webhooks")
        .last_verified("2026-11-25")
        .build()
}
