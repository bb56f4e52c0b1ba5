use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Plane: HMAC-SHA256 of the body.
    ///
    /// `X-Plane-Delivery` is an unsigned id, which is another one for each attempt. No timestamp is
    /// signed.
    ///
    #[doc = include_str!("schemes/plane.md")]
    pub Plane: "plane", BodySigned,
    Scheme::hmac_sha256(Place::header("x-plane-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-plane-event"))
        .unsigned_id(Place::header("x-plane-delivery"))
        .answer_deadline_seconds(30)
        .docs("https://github.com/makeplane/plane/blob/preview/apps/api/plane/bgtasks/webhook_task.py")
        .last_verified("2026-11-27")
        .build()
}
