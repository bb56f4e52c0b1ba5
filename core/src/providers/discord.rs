#![cfg(feature = "ed25519")]

use crate::{Encoding, Handshake, Part, Place, Scheme, SchemeBuilder, TimestampFormat};

/// The scheme that both providers share.
const SIGNED: SchemeBuilder = Scheme::ed25519(Place::header("x-signature-ed25519"), Encoding::Hex)
    .timestamp(Place::header("x-signature-timestamp"), TimestampFormat::Seconds)
    .signs(&[Part::Timestamp, Part::Body])
    .hex_secret()
    .answer_deadline_seconds(3);

crate::provider! {
    /// Discord's interactions: Ed25519 of the timestamp and the body.
    ///
    /// Nothing separates timestamp and body. The key is the application's public key. Discord's
    /// libraries do not check freshness; this crate allows 300 seconds in both directions. Discord
    /// sends wrong signatures on purpose, and expects 401. Its ping is signed, and answered. Its
    /// webhook events use the same key, but the same numbers mean other things there: they are
    /// `discord-events`.
    ///
    #[doc = include_str!("schemes/discord.md")]
    pub Discord: "discord", BodySigned,
    SIGNED
        .handshake(Handshake::signed(&["type"], "1").and_member(&["token"]).reply_json(r#"{"type":1}"#))
        .event_id(&["id"])
        .docs("https://docs.discord.com/developers/interactions/overview")
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// Discord's webhook events: signed as its interactions are, under the same public key.
    ///
    /// Its ping is signed, and answered with 204. A delivery that is not acknowledged within 3
    /// seconds is retried for ten minutes. Discord sends neither an id nor the number of the
    /// attempt.
    ///
    #[doc = include_str!("schemes/discord-events.md")]
    pub DiscordEvents: "discord-events", BodySigned,
    SIGNED
        .handshake(Handshake::signed(&["type"], "0").and_member(&["application_id"]).reply_no_content())
        .retry_horizon_seconds(600)
        .variant_of("discord")
        .docs("https://docs.discord.com/developers/events/webhook-events")
        .last_verified("2026-11-25")
        .build()
}
