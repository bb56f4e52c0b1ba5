use crate::{Encoding, Handshake, Part, Place, Scheme, Syntax, TimestampFormat};

crate::provider! {
    /// Twitch EventSub: HMAC-SHA256 of id, timestamp and body, with nothing between them.
    ///
    /// The timestamp is a date, and marks the end of an id without colons. Ids are UUIDs in
    /// Twitch's samples and Base64 in recorded deliveries; Twitch promises no form. The message
    /// type (`Twitch-Eventsub-Message-Type`) is not signed. A message may be 10 minutes old. The
    /// handshake is signed, and answered.
    ///
    #[doc = include_str!("schemes/twitch.md")]
    pub Twitch: "twitch", BodySigned,
    Scheme::hmac_sha256(Place::header("twitch-eventsub-message-signature").prefix("sha256="), Encoding::Hex)
        .id(Place::header("twitch-eventsub-message-id"), Syntax::visible().except(":").length(1, 256))
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
        .last_verified("2026-11-26")
        .build()
}
