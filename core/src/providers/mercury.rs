use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("mercury-signature").separated_by(',');

crate::provider! {
    /// Mercury: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// The key is the secret as it is shown, not decoded.
    ///
    #[doc = include_str!("schemes/mercury.md")]
    pub Mercury: "mercury", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .docs("https://docs.mercury.com/reference/webhooks")
        .last_verified("2026-11-27")
        .build()
}
