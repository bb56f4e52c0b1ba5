#![cfg(feature = "json")]

use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Linear: HMAC-SHA256 of the body, which contains the timestamp.
    ///
    /// The timestamp is `webhookTimestamp` in the body, in milliseconds, so this provider needs the
    /// feature `json`. Linear retries after a minute, an hour and six hours with the same bytes, so
    /// the tolerance is eight hours. Linear advises one minute, with which every retry is lost; to
    /// choose it, set `tolerance`. The header `Linear-Timestamp` is not signed. `Linear-Delivery`
    /// is an unsigned id.
    ///
    #[doc = include_str!("schemes/linear.md")]
    pub Linear: "linear", BodySigned,
    Scheme::hmac_sha256(Place::header("linear-signature"), Encoding::Hex)
        .timestamp(Place::json(&["webhookTimestamp"]), TimestampFormat::Milliseconds)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("linear-event"))
        .unsigned_id(Place::header("linear-delivery"))
        .tolerance_seconds(8 * 3600)
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(60 + 3600 + 6 * 3600)
        .docs("https://linear.app/developers/webhooks")
        .last_verified("2026-11-26")
        .build()
}
