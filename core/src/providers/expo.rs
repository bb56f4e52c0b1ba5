#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Expo's EAS webhooks: HMAC-SHA1 of the body, in hexadecimal digits.
    ///
    /// No timestamp and no delivery id are signed; the id in the body is that of the build or the
    /// submission.
    ///
    #[doc = include_str!("schemes/expo.md")]
    pub Expo: "expo", BodySigned,
    Scheme::hmac_sha1(Place::header("expo-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["eas"])
        .docs("https://docs.expo.dev/eas/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
