use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("elevenlabs-signature").separated_by(',');

crate::provider! {
    /// ElevenLabs: a timestamp and an HMAC-SHA256 in one header field, `t=…,v0=…`.
    ///
    /// Its library accepts deliveries for 30 minutes, and any timestamp in the future; this crate
    /// allows 30 minutes in both directions. Events with the audio of a call (`post_call_audio`)
    /// are large. ElevenLabs does not document whether it signs a retry again.
    ///
    #[doc = include_str!("schemes/elevenlabs.md")]
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
