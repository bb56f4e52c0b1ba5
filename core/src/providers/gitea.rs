use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Gitea and Forgejo: HMAC-SHA256 of the body.
    ///
    /// Forgejo sends the signature under both names. Choose `application/json` for the webhook: in
    /// a form, the signature covers only the value of its field, so forms are rejected. The id is
    /// not signed.
    ///
    #[doc = include_str!("schemes/gitea.md")]
    pub Gitea: "gitea", BodySigned,
    Scheme::hmac_sha256(Place::also_named(&["x-gitea-signature", "x-forgejo-signature"]), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::also_named(&["x-gitea-event", "x-forgejo-event"]))
        .unsigned_id(Place::also_named(&["x-gitea-delivery", "x-forgejo-delivery"]))
        .aliases(&["codeberg", "forgejo"])
        .docs("https://docs.gitea.com/usage/webhooks")
        .last_verified("2026-11-27")
        .build()
}
