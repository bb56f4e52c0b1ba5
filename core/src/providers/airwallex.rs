use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Airwallex: HMAC-SHA256 of a timestamp and the body, with nothing between them.
    ///
    /// The timestamp is in milliseconds. The key is the secret of the webhook URL.
    ///
    #[doc = include_str!("schemes/airwallex.md")]
    pub Airwallex: "airwallex", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .timestamp(Place::header("x-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Body])
        .event_id(&["id"])
        .docs("https://www.airwallex.com/docs/developer-tools__listen-for-webhook-events")
        .last_verified("2026-11-27")
        .build()
}
