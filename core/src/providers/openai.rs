use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// OpenAI: Standard Webhooks.
    ///
    /// Its own library also takes signatures without their version, and secrets that are no Base64; here both are
    /// refused.
    pub OpenAi: "openai", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .base64_secret("whsec_")
        .shortest_secret(24)
        .docs("https://platform.openai.com/docs/guides/webhooks")
        .build()
}
