use crate::{Encoding, Handshake, Part, Place, Scheme, Syntax, TimestampFormat};

crate::provider! {
    /// Twitch EventSub: HMAC-SHA256 of id, timestamp and body, with nothing between them.
    ///
    /// The timestamp is a date, and the id a UUID as in all of Twitch's samples, so both are
    /// self-delimiting. Twitch promises no form of the id; any other form is rejected. The message
    /// type (`Twitch-Eventsub-Message-Type`) is not signed. A message may be 10 minutes old. The
    /// handshake is signed, and answered.
    ///
    #[doc = include_str!("schemes/twitch.md")]
    pub Twitch: "twitch", BodySigned,
    Scheme::hmac_sha256(Place::header("twitch-eventsub-message-signature").prefix("sha256="), Encoding::Hex)
        .id(Place::header("twitch-eventsub-message-id"), Syntax::HEX.and("-").length(36, 36))
        .timestamp(Place::header("twitch-eventsub-message-timestamp"), TimestampFormat::Rfc3339)
        .signs(&[Part::Id, Part::Timestamp, Part::Body])
        .unsigned_event(Place::header("twitch-eventsub-message-type"))
        .handshake(
            Handshake::signed(&["subscription", "status"], "webhook_callback_verification_pending")
                .json(&["challenge"])
                .as_text(),
        )
        .tolerance_seconds(600)
        .docs("https://dev.twitch.tv/docs/eventsub/handling-webhook-events/")
        .last_verified("2026-11-25")
        .build()
}
