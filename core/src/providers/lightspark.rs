use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Lightspark: HMAC-SHA256 of the body, under the webhook's signing key.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/lightspark.md")]
    pub Lightspark: "lightspark", BodySigned,
    Scheme::hmac_sha256(Place::header("lightspark-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["event_id"])
        .docs("https://github.com/lightsparkdev/js-sdk")
        .last_verified("2026-11-27")
        .build()
}
