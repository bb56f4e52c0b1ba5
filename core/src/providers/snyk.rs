use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Snyk: HMAC-SHA256 of the body, in `X-Hub-Signature` after `sha256=`.
    ///
    /// The id and the timestamp are in header fields that are not signed. Its sample serialises
    /// parsed JSON again; here the received bytes are verified. The API is in beta.
    ///
    #[doc = include_str!("schemes/snyk.md")]
    pub Snyk: "snyk", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-snyk-event"))
        .unsigned_id(Place::header("x-snyk-transport-id"))
        .unsigned_timestamp(Place::header("x-snyk-timestamp"))
        .docs("https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis/validation-and-versioning-of-payloads")
        .last_verified("2026-11-27")
        .build()
}
