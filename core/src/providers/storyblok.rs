#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Storyblok: HMAC-SHA1 of the body, under the secret of the webhook.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/storyblok.md")]
    pub Storyblok: "storyblok", BodySigned,
    Scheme::hmac_sha1(Place::header("webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://www.storyblok.com/tp/webhook-secret-with-different-technologies")
        .last_verified("2026-11-27")
        .build()
}
