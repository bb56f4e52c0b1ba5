use super::standard_webhooks::MESSAGE_ID;
use crate::{Encoding, Part, Place, Scheme, Unit};

crate::provider! {
    /// Polar (polar.sh): Standard Webhooks, under the secret as it is shown (`polar_whs_…`).
    ///
    /// Whoever uses a library of Standard Webhooks turns the secret into Base64 first, which it undoes. One page of Polar's says
    /// that it waits 10 seconds, another 20.
    pub Polar: "polar", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature").list(' ').prefix("v1,"), Encoding::Base64)
        .id(Place::header("webhook-id"), MESSAGE_ID)
        .timestamp(Place::header("webhook-timestamp"), Unit::Seconds)
        .signs(&[Part::Id, Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body])
        .answer_deadline_seconds(10)
        .docs("https://polar.sh/docs/integrate/webhooks/delivery")
        .build()
}
