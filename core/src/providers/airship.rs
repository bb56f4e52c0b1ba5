use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Airship, open channels: HMAC-SHA256 of a timestamp, a colon and the JSON of the body.
    ///
    /// Its bodies are compressed after they were signed, so they are decoded first (feature
    /// `gzip`). It also signs the GET request by which it validates a webhook, as one with an empty
    /// body. Airship does not sign if another kind of authentication was chosen for the webhook.
    ///
    #[doc = include_str!("schemes/airship.md")]
    pub Airship: "airship", BodySigned,
    Scheme::hmac_sha256(Place::header("x-ua-signature"), Encoding::Hex)
        .timestamp(Place::header("x-ua-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal(":"), Part::Body])
        .gzip_bodies()
        .methods("POST, GET")
        .aliases(&["urban-airship"])
        .docs("https://support.airship.com/hc/en-us/articles/360032501831")
        .last_verified("2026-11-27")
        .build()
}
