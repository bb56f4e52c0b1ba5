use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// Replicate: Standard Webhooks.
    ///
    /// Its library judges no freshness; here 300 seconds count, in both directions. The id stays when a delivery is sent again.
    pub Replicate: "replicate", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .base64_secret("whsec_")
        .shortest_secret(24)
        .docs("https://replicate.com/docs/topics/webhooks/verify-webhook")
        .build()
}
