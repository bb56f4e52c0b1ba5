use crate::{Encoding, Handshake, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Slack: HMAC-SHA256 of `v0:`, the timestamp, `:` and the body.
    ///
    /// Slack's own libraries reject only old timestamps; this crate also rejects those too far in
    /// the future. Bodies are JSON or forms; only JSON of the Events API has an id. The handshake
    /// (`url_verification`) is signed, and answered.
    ///
    #[doc = include_str!("schemes/slack.md")]
    pub Slack: "slack", BodySigned,
    Scheme::hmac_sha256(Place::header("x-slack-signature").prefix("v0="), Encoding::Hex)
        .timestamp(Place::header("x-slack-request-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .handshake(Handshake::signed(&["type"], "url_verification").json(&["challenge"]).as_text())
        .answer_deadline_seconds(3)
        .retry_horizon_seconds(360)
        .event_id(&["event_id"])
        .docs("https://docs.slack.dev/authentication/verifying-requests-from-slack")
        .last_verified("2026-11-25")
        .build()
}
