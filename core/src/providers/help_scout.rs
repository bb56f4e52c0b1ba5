#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Help Scout: HMAC-SHA1 of the body, in Base64.
    ///
    /// Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/help-scout.md")]
    pub HelpScout: "help-scout", BodySigned,
    Scheme::hmac_sha1(Place::header("x-helpscout-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-helpscout-event"))
        .aliases(&["helpscout"])
        .docs("https://developer.helpscout.com/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
