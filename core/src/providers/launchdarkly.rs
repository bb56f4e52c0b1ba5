use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// LaunchDarkly: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// A webhook is only signed if it has a secret. No timestamp is signed. The body is an entry
    /// of the audit log, and its id identifies duplicates.
    ///
    #[doc = include_str!("schemes/launchdarkly.md")]
    pub LaunchDarkly: "launchdarkly", BodySigned,
    Scheme::hmac_sha256(Place::header("x-ld-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["_id"])
        .docs("https://launchdarkly.com/docs/home/infrastructure/webhooks")
        .last_verified("2026-11-27")
        .build()
}
