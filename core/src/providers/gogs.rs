use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Gogs: HMAC-SHA256 of the body.
    ///
    /// Choose `application/json` for the webhook: in a form, the signature covers only the value
    /// of its field, so forms are rejected. The id is not signed. A server can change the time
    /// that it waits for an answer.
    ///
    #[doc = include_str!("schemes/gogs.md")]
    pub Gogs: "gogs", BodySigned,
    Scheme::hmac_sha256(Place::header("x-gogs-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-gogs-event"))
        .unsigned_id(Place::header("x-gogs-delivery"))
        .answer_deadline_seconds(15)
        .docs("https://github.com/gogs/gogs/blob/main/internal/database/webhook.go")
        .last_verified("2026-11-27")
        .build()
}
