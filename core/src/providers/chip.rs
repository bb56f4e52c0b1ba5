#![cfg(feature = "rsa")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Chip (chip-in.asia): RSA of the body, under the public key of the webhook.
    ///
    /// Callbacks of a single purchase are signed with another key, which the API shows. No
    /// timestamp is signed.
    ///
    #[doc = include_str!("schemes/chip.md")]
    pub Chip: "chip", BodySigned,
    Scheme::rsa_sha256(Place::header("x-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.chip-in.asia/chip-collect/overview/authentication")
        .last_verified("2026-11-27")
        .build()
}
