use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Trigger.dev's alerts: HMAC-SHA256 of the body.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/trigger-dev.md")]
    pub TriggerDev: "trigger-dev", BodySigned,
    Scheme::hmac_sha256(Place::header("x-trigger-signature-hmacsha256"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/triggerdotdev/trigger.dev/blob/main/packages/trigger-sdk/src/v3/webhooks.ts")
        .last_verified("2026-11-27")
        .build()
}
