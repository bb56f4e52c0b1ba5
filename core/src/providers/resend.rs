use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// Resend, which sends through Svix: Standard Webhooks under header fields that begin with `svix-`.
    pub Resend: "resend", BodySigned,
    Scheme::hmac_sha256(Place::header("svix-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("svix-id"), MESSAGE_ID)
        .timestamp(Place::header("svix-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .base64_secret("whsec_")
        .shortest_secret(24)
        .retry_horizon_seconds(100_800)
        .docs("https://resend.com/docs/webhooks/verify-webhooks-requests")
        .build()
}
