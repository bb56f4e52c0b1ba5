use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Semaphore CI: HMAC-SHA256 of the body, under the secret that the notification names.
    ///
    /// A notification without a secret is not signed. The id is not signed.
    ///
    #[doc = include_str!("schemes/semaphore.md")]
    pub Semaphore: "semaphore", BodySigned,
    Scheme::hmac_sha256(Place::header("x-semaphore-signature-256"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-semaphore-webhook-id"))
        .answer_deadline_seconds(5)
        .aliases(&["semaphore-ci"])
        .docs("https://github.com/semaphoreio/semaphore/tree/main/notifications")
        .last_verified("2026-11-27")
        .build()
}
