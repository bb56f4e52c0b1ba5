use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Airtable: HMAC-SHA256 of the body.
    ///
    /// The key is the decoded `macSecretBase64` that the API returns once, when it creates the
    /// webhook. A notification only names the base and the webhook: fetch the changes with the API.
    ///
    #[doc = include_str!("schemes/airtable.md")]
    pub Airtable: "airtable", BodySigned,
    Scheme::hmac_sha256(Place::header("x-airtable-content-mac").prefix("hmac-sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .base64_secret("")
        .docs("https://airtable.com/developers/web/api/webhooks-overview")
        .last_verified("2026-11-27")
        .build()
}
