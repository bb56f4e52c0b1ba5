use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Moderation API: HMAC-SHA256 of the body, under the project's webhook secret.
    ///
    /// Its library for Node skips the check if the field is empty; this crate rejects such a
    /// request.
    ///
    #[doc = include_str!("schemes/moderation-api.md")]
    pub ModerationApi: "moderation-api", BodySigned,
    Scheme::hmac_sha256(Place::header("modapi-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/moderation-api/sdk-python")
        .last_verified("2026-11-27")
        .build()
}
