use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Greenhouse: HMAC-SHA256 of the body, after `sha256` and a space.
    ///
    /// Greenhouse escapes characters in JSON, so a re-serialised body may not match; here the
    /// received bytes are verified. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/greenhouse.md")]
    pub Greenhouse: "greenhouse", BodySigned,
    Scheme::hmac_sha256(Place::header("signature").prefix("sha256 "), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.greenhouse.io/onboarding_webhooks.html")
        .last_verified("2026-11-27")
        .build()
}
