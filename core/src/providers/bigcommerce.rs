use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// BigCommerce: Standard Webhooks, under the client secret as it is shown.
    ///
    /// Its documentation turns that into Base64 first, only because the libraries of Standard Webhooks undo it.
    /// It tells duplicates apart by `hash` in the body.
    pub BigCommerce: "bigcommerce", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .retry_horizon_seconds(49 * 3600)
        .docs("https://developer.bigcommerce.com/docs/integrations/webhooks/https-webhooks-overview")
        .build()
}
