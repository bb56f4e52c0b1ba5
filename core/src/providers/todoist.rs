use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Todoist: HMAC-SHA256 of the body, in Base64, under the app's client secret.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/todoist.md")]
    pub Todoist: "todoist", BodySigned,
    Scheme::hmac_sha256(Place::header("x-todoist-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://doist.github.io/todoist-sdk-typescript/api/type-aliases/VerifyWebhookSignatureArgs")
        .last_verified("2026-11-27")
        .build()
}
