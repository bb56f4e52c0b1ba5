use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Bolt (checkout): HMAC-SHA256 of the body, in Base64, under the signing secret.
    ///
    /// Neither a timestamp nor an id is signed. An older page of Bolt's has users of Node escape
    /// characters that are not ASCII before they compute the signature; here the received bytes
    /// are verified.
    ///
    #[doc = include_str!("schemes/bolt.md")]
    pub Bolt: "bolt", BodySigned,
    Scheme::hmac_sha256(Place::header("x-bolt-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://help.bolt.com/developers/webhooks/hook-verification/")
        .last_verified("2026-11-27")
        .build()
}
