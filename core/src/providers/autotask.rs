#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Autotask: HMAC-SHA1 of the body, in Base64.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/autotask.md")]
    pub Autotask: "autotask", BodySigned,
    Scheme::hmac_sha1(Place::header("x-hook-signature").prefix("sha1="), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://ww1.autotask.net/help/DeveloperHelp/Content/APIs/Webhooks/SecretKeyPayloadVerification.htm")
        .last_verified("2026-11-25")
        .build()
}
