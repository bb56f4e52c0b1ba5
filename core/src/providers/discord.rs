use crate::{Encoding, Handshake, Part, Place, Scheme, SchemeBuilder, TimestampFormat};

/// What both send alike.
const SIGNED: SchemeBuilder = Scheme::ed25519(Place::header("x-signature-ed25519"), Encoding::Hex)
    .timestamp(Place::header("x-signature-timestamp"), TimestampFormat::Seconds)
    .signs(&[Part::Timestamp, Part::Body])
    .hex_secret()
    .answer_deadline_seconds(3);

crate::provider! {
    /// Discord's interactions: Ed25519 of the timestamp and the body, with nothing between them,
    /// under the application's public key.
    ///
    /// Its libraries judge no freshness; here 300 seconds count, in both directions. Discord sends
    /// wrong signatures on purpose, and wants 401. Its ping is signed, and answered. Its webhook
    /// events come under the same key, and mean other things by the same numbers: they are
    /// `discord-events`.
    pub Discord: "discord", BodySigned,
    SIGNED
        .handshake(Handshake::signed(&["type"], "1").and_member(&["token"]).reply_json(r#"{"type":1}"#))
        .docs("https://docs.discord.com/developers/interactions/overview")
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// Discord's webhook events: signed as its interactions are, under the same public key.
    ///
    /// Its ping is signed, and answered with 204. What is not acknowledged within 3 seconds comes
    /// again, for ten minutes. Neither an id nor how often it was sent is told.
    pub DiscordEvents: "discord-events", BodySigned,
    SIGNED
        .handshake(Handshake::signed(&["type"], "0").and_member(&["application_id"]).reply_no_content())
        .retry_horizon_seconds(600)
        .docs("https://docs.discord.com/developers/events/webhook-events")
        .last_verified("2026-11-25")
        .build()
}
