use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("webhook-signature").separated_by(',');

crate::provider! {
    /// Cloudflare Stream: a timestamp and an HMAC-SHA256 in one header field, `time=…,sig1=…`.
    ///
    /// The secret is used as the API shows it: its hexadecimal digits are not decoded. The `uid` in
    /// the body identifies a video, not a delivery. Webhooks of live inputs are Cloudflare's
    /// notifications, `cloudflare-notifications`.
    ///
    #[doc = include_str!("schemes/cloudflare-stream.md")]
    pub CloudflareStream: "cloudflare-stream", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("sig1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("time="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
