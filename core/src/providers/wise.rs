#![cfg(feature = "rsa")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Wise: RSA of the body, under the public key that Wise publishes.
    ///
    /// There is one key for the sandbox and one for production. The older `X-Signature` (SHA-1) is
    /// never read. `X-Delivery-Id` is an unsigned id; `sent_at` in the body is signed with the
    /// body, but not checked.
    ///
    #[doc = include_str!("schemes/wise.md")]
    pub Wise: "wise", BodySigned,
    Scheme::rsa_sha256(Place::header("x-signature-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-delivery-id"))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(14 * 86_400)
        .aliases(&["transferwise"])
        .docs("https://docs.wise.com/guides/developer/webhooks/event-handling")
        .last_verified("2026-11-25")
        .build()
}
