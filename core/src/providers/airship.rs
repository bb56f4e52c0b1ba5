use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Airship, open channels: HMAC-SHA256 of a timestamp, a colon and the JSON of the body.
    ///
    /// Its page signs the JSON, so a compressed body is decoded first (feature `gzip`); of its two
    /// samples, one agrees, and the other one hashes the compressed bytes. The GET request to
    /// `/validate` is signed like one with an empty body, and the answer must contain the
    /// validation code. Without the setting "Signature Hash", Airship signs nothing.
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
