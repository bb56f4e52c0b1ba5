use crate::{Encoding, Part, Place, Scheme, Syntax};

crate::provider! {
    /// Framer's form webhooks: HMAC-SHA256 of the body and the id of the submission.
    ///
    /// Nothing separates the two, but the id is a UUID, so its length is fixed. No timestamp is
    /// signed. Framer only accepts a secret of at least 32 characters.
    ///
    #[doc = include_str!("schemes/framer.md")]
    pub Framer: "framer", BodySigned,
    Scheme::hmac_sha256(Place::header("framer-signature").prefix("sha256="), Encoding::Hex)
        .id(Place::header("framer-webhook-submission-id"), Syntax::visible().length(36, 36))
        .signs(&[Part::Body, Part::Id])
        .docs("https://www.framer.com/help/articles/framer-form-webhook-setup")
        .last_verified("2026-11-27")
        .build()
}
