use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Metronome: HMAC-SHA256 of the date, a line feed and the body, under the webhook's secret.
    ///
    /// The date in `X-Metronome-Date` has the form of HTTP. Earlier, Metronome sent it in `Date`,
    /// which proxies may change; a request with only that field is rejected.
    ///
    #[doc = include_str!("schemes/metronome.md")]
    pub Metronome: "metronome", BodySigned,
    Scheme::hmac_sha256(Place::header("metronome-webhook-signature"), Encoding::Hex)
        .timestamp(Place::header("x-metronome-date"), TimestampFormat::HttpDate)
        .signs(&[Part::Timestamp, Part::Literal("\n"), Part::Body])
        .event_id(&["id"])
        .docs("https://github.com/Metronome-Industries/metronome-node")
        .last_verified("2026-11-27")
        .build()
}
