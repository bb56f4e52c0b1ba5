use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Nango: HMAC-SHA256 of the body, under the environment's webhook signing key.
    ///
    /// The older `X-Nango-Signature` has a plain SHA-256 of the secret and re-serialised JSON,
    /// which is not a MAC. This crate ignores it.
    ///
    #[doc = include_str!("schemes/nango.md")]
    pub Nango: "nango", BodySigned,
    Scheme::hmac_sha256(Place::header("x-nango-hmac-sha256"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/NangoHQ/nango")
        .last_verified("2026-11-27")
        .build()
}
