use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("sanity-webhook-signature").separated_by(',');

crate::provider! {
    /// Sanity: a timestamp in milliseconds and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// The signature is in URL-safe Base64. Its library does not check freshness; this crate allows
    /// 300 seconds in both directions. `idempotency-key` is an unsigned id.
    ///
    #[doc = include_str!("schemes/sanity.md")]
    pub Sanity: "sanity", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Base64Url)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .retry_horizon_seconds(60)
        .unsigned_id(Place::header("idempotency-key"))
        .docs("https://www.sanity.io/docs/webhooks")
        .last_verified("2026-11-26")
        .build()
}
