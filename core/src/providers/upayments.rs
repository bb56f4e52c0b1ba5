use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// UPayments: HMAC-SHA256 of a timestamp, the method, the URL and the body, in Base64.
    ///
    /// The URL is the whole notification URL. Nothing separates the parts.
    ///
    #[doc = include_str!("schemes/upayments.md")]
    pub UPayments: "upayments", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Base64)
        .timestamp(Place::header("x-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("POST"), Part::Url, Part::Body])
        .docs("https://developers.upayments.com/reference/validating-incoming-webhook-signatures")
        .last_verified("2026-11-27")
        .build()
}
