#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Autodesk Platform Services: HMAC-SHA1 of the body, under the secret token.
    ///
    /// Without a secret token, callbacks are not signed. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/autodesk-aps.md")]
    pub AutodeskAps: "autodesk-aps", BodySigned,
    Scheme::hmac_sha1(Place::header("x-adsk-signature").prefix("sha1hash="), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(6)
        .retry_horizon_seconds(48 * 3600)
        .aliases(&["autodesk"])
        .docs("https://github.com/autodesk-platform-services/aps-webhooks-signature")
        .last_verified("2026-11-27")
        .build()
}
