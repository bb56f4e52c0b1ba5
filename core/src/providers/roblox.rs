use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("roblox-signature").separated_by(',');

crate::provider! {
    /// Roblox: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`, in Base64.
    ///
    /// Its sample re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. A webhook without a secret is not signed. A `NotificationId` that arrives twice is
    /// a duplicate.
    ///
    #[doc = include_str!("schemes/roblox.md")]
    pub Roblox: "roblox", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Base64)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["NotificationId"])
        .answer_deadline_seconds(5)
        .docs("https://create.roblox.com/docs/cloud/webhooks/webhook-notifications")
        .last_verified("2026-11-27")
        .build()
}
