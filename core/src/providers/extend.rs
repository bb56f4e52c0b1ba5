use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Extend (document processing): HMAC-SHA256 of `v0:timestamp:body`.
    ///
    /// Its library allows 60 seconds for timestamps in the future; this crate allows 300 seconds in
    /// both directions. A large event contains a link to its payload, and what the link returns is
    /// not signed.
    ///
    #[doc = include_str!("schemes/extend.md")]
    pub Extend: "extend", BodySigned,
    Scheme::hmac_sha256(Place::header("x-extend-request-signature"), Encoding::Hex)
        .timestamp(Place::header("x-extend-request-timestamp"), TimestampFormat::Seconds)
        .signs(&[
            Part::Literal("v0:"),
            Part::Timestamp,
            Part::Literal(":"),
            Part::Body,
        ])
        .event_id(&["eventId"])
        .aliases(&["extend-ai"])
        .docs("https://docs.extend.ai/2026-02-09/webhooks/configuration")
        .last_verified("2026-11-27")
        .build()
}
