use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// CircleCI: HMAC-SHA256 of the body, in a list of versions `v1=…`.
    ///
    /// Other versions are ignored. No timestamp is checked. The ping of the test button has fewer
    /// members than an event.
    ///
    #[doc = include_str!("schemes/circleci.md")]
    pub CircleCi: "circleci", BodySigned,
    Scheme::hmac_sha256(Place::header("circleci-signature").separated_by(',').prefix("v1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("circleci-event-type"))
        .answer_deadline_seconds(10)
        .event_id(&["id"])
        .docs("https://circleci.com/docs/guides/integration/outbound-webhooks/")
        .last_verified("2026-11-25")
        .build()
}
