use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("tailscale-webhook-signature").separated_by(',');

crate::provider! {
    /// Tailscale: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The secret is used as shown, including `tskey-webhook-`. The body is a list of events,
    /// without an id. Its example rejects only old timestamps; this crate also rejects those too
    /// far in the future.
    ///
    #[doc = include_str!("schemes/tailscale.md")]
    pub Tailscale: "tailscale", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://tailscale.com/kb/1213/webhooks")
        .last_verified("2026-11-27")
        .build()
}
