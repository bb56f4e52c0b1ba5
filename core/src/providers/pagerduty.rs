use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// PagerDuty, version 3: HMAC-SHA256 of the body, once for each secret, in a list `v1=…,v1=…`.
    ///
    /// The secret is used as shown, although it looks like Base64. No timestamp is signed. It
    /// waits 16 seconds, not 5, for the webhooks of custom incident actions.
    ///
    #[doc = include_str!("schemes/pagerduty.md")]
    pub PagerDuty: "pagerduty", BodySigned,
    Scheme::hmac_sha256(Place::header("x-pagerduty-signature").separated_by(',').prefix("v1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-webhook-id"))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(172_800)
        .event_id(&["event", "id"])
        .docs("https://developer.pagerduty.com/docs/verifying-webhook-signatures")
        .last_verified("2026-11-25")
        .build()
}
