use crate::{Encoding, Handshake, Part, Place, Scheme, Unit};

crate::provider! {
    /// Discord's interactions: Ed25519 of the timestamp and the body, with nothing between them, under the
    /// application's public key.
    ///
    /// Its libraries judge no freshness; here 300 seconds count, in both directions. Discord sends wrong signatures
    /// on purpose, and wants 401. Its ping is signed, and answered. Its webhook events come under
    /// the same key, and mean other things by the same numbers: they all reach the handler, also their ping.
    pub Discord: "discord", BodySigned,
    Scheme::ed25519(Place::header("x-signature-ed25519"), Encoding::Hex)
        .timestamp(Place::header("x-signature-timestamp"), Unit::Seconds)
        .signs(&[Part::Timestamp, Part::Body])
        .hex_secret()
        .handshake(Handshake::signed(&["type"], "1").beside(&["token"]).says_json(r#"{"type":1}"#))
        .answer_deadline_seconds(3)
        .docs("https://docs.discord.com/developers/interactions/overview")
        .build()
}
