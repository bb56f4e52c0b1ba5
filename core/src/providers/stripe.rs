use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("stripe-signature").separated_by(',');

crate::provider! {
    /// Stripe: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The secret is used as shown, including `whsec_`. `v0`, which Stripe sends for test events,
    /// is ignored. Stripe's own libraries reject only old timestamps and use the last of two `t`;
    /// this crate also rejects timestamps too far in the future, and two `t`.
    ///
    #[doc = include_str!("schemes/stripe.md")]
    pub Stripe: "stripe", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .retry_horizon_seconds(3 * 86_400)
        .event_id(&["id"])
        .varying_body(
            "`pending_webhooks` counts the endpoints that have not acknowledged the event yet \
             (docs.stripe.com/api/events/object)",
        )
        .docs("https://docs.stripe.com/webhooks#verify-manually")
        .last_verified("2026-11-25")
        .build()
}
