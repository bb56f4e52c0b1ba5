use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("fintoc-signature").separated_by(',');

crate::provider! {
    /// Fintoc: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// The secret is used as shown, including `whsec_`. Its library for Python rejects only old
    /// timestamps; this crate also rejects those too far in the future.
    ///
    #[doc = include_str!("schemes/fintoc.md")]
    pub Fintoc: "fintoc", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .docs("https://docs.fintoc.com/guides/resources/webhooks-walkthrough/webhooks-validating")
        .last_verified("2026-11-27")
        .build()
}
