use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("workos-signature").separated_by(',');

crate::provider! {
    /// WorkOS: a timestamp in milliseconds and HMAC-SHA256 signatures in one header, `t=…, v1=…`.
    ///
    /// Its library (8.13) re-serialises parsed JSON, and accepts deliveries for 180 seconds, but
    /// none from the future. Here the signature is checked over the bytes as received, and the
    /// tolerance is 180 seconds in both directions.
    ///
    #[doc = include_str!("schemes/workos.md")]
    pub WorkOs: "workos", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .tolerance_seconds(180)
        .retry_horizon_seconds(259_200)
        .event_id(&["id"])
        .docs("https://workos.com/docs/webhooks")
        .last_verified("2026-11-25")
        .build()
}
