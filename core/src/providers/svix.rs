use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// Svix, and whoever sends through it: Standard Webhooks under header fields that begin with `svix-`, or
    /// under the standard's own names.
    pub Svix: "svix", BodySigned,
    Scheme::hmac_sha256(
        Place::headers(&["svix-signature", "webhook-signature"]).list(' ').prefix("v1,"),
        Encoding::Base64,
    )
    .id(Place::headers(&["svix-id", "webhook-id"]), MESSAGE_ID)
    .timestamp(Place::headers(&["svix-timestamp", "webhook-timestamp"]), Unit::Seconds)
    .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
    .base64_secret("whsec_")
    .shortest_secret(24)
    .answer_deadline_seconds(15)
    .retry_horizon_seconds(28 * 3600)
    .docs("https://docs.svix.com/receiving/verifying-payloads/how-manual")
    .build()
}
