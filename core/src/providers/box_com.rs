use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Box: HMAC-SHA256, in Base64, of the body followed by the timestamp.
    ///
    /// A delivery is signed with two keys. Each has its own signature header, so that keys can be
    /// rotated; one match is enough. The version and the algorithm that a request names must be
    /// these. A delivery may be 10 minutes old. `Box-Delivery-Id` changes with each attempt; the
    /// `id` in the body, which may be absent, does not.
    ///
    #[doc = include_str!("schemes/box.md")]
    pub BoxCom: "box", BodySigned,
    Scheme::hmac_sha256(
        Place::any_of(&["box-signature-primary", "box-signature-secondary"]),
        Encoding::Base64,
    )
    .timestamp(Place::header("box-delivery-timestamp"), TimestampFormat::Rfc3339)
    .signs(&[Part::Body, Part::Timestamp])
    .requires(&[
        (Place::header("box-signature-version"), "1"),
        (Place::header("box-signature-algorithm"), "HmacSHA256"),
    ])
    .tolerance_seconds(600)
    .answer_deadline_seconds(30)
    .retry_horizon_seconds(7_200)
    .event_id(&["id"])
    .docs("https://developer.box.com/guides/webhooks/v2/signatures-v2/")
    .last_verified("2026-11-26")
    .build()
}
