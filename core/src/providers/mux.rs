use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("mux-signature").separated_by(',');

crate::provider! {
    /// Mux: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// Its library rejects only old timestamps; this crate also rejects those too far in the
    /// future.
    ///
    #[doc = include_str!("schemes/mux.md")]
    pub Mux: "mux", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .varying_body(
            "`attempts` lists the attempts (mux-node-sdk, src/resources/webhooks/webhooks.ts)",
        )
        .docs("https://docs.mux.com/core/verify-webhook-signatures")
        .last_verified("2026-11-25")
        .build()
}
