use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Squarespace: HMAC-SHA256 of the body, under a secret in hexadecimal digits.
    ///
    /// The digits are decoded first. The former secret is not valid after a rotation. No timestamp
    /// is signed.
    ///
    #[doc = include_str!("schemes/squarespace.md")]
    pub Squarespace: "squarespace", BodySigned,
    Scheme::hmac_sha256(Place::header("squarespace-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .hex_secret()
        .event_id(&["id"])
        .docs("https://developers.squarespace.com/webhooks/verifying-notifications")
        .last_verified("2026-11-27")
        .build()
}
