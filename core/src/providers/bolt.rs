use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Bolt (checkout): HMAC-SHA256 of the body, in Base64, under the signing secret.
    ///
    /// Neither a timestamp nor an id is signed. Bolt sends non-ASCII characters as JSON escapes,
    /// so a re-serialised body may not match; here the received bytes are verified.
    ///
    #[doc = include_str!("schemes/bolt.md")]
    pub Bolt: "bolt", BodySigned,
    Scheme::hmac_sha256(Place::header("x-bolt-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://help.bolt.com/developers/webhooks/hook-verification/")
        .last_verified("2026-11-27")
        .build()
}
