#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// tawk.to: HMAC-SHA1 of the body, under the secret key of the webhook.
    ///
    /// `X-Hook-Event-Id` stays the same for retries and is not signed. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/tawk.md")]
    pub Tawk: "tawk", BodySigned,
    Scheme::hmac_sha1(Place::header("x-tawk-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-hook-event-id"))
        .answer_deadline_seconds(30)
        .retry_horizon_seconds(12 * 3600)
        .docs("https://developer.tawk.to/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
