#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Segment's webhook destinations: HMAC-SHA1 of the body, under the shared secret.
    ///
    /// Of a batch, Segment signs only the first event, so batches are rejected: do not enable
    /// them. Its sample serialises parsed JSON again; here the received bytes are verified. No
    /// timestamp is signed.
    ///
    #[doc = include_str!("schemes/segment.md")]
    pub Segment: "segment", BodySigned,
    Scheme::hmac_sha1(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["messageId"])
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(4 * 3600)
        .docs("https://segment.com/docs/connections/destinations/catalog/webhooks/#authentication")
        .last_verified("2026-11-27")
        .build()
}
