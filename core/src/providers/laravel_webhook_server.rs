use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Spatie's Laravel Webhook Server: HMAC-SHA256 of the body, in a header named `Signature`.
    ///
    /// An application can rename the field: set it with
    /// [`signature_header`](crate::VerifierBuilder::signature_header). No timestamp and no id are
    /// signed.
    ///
    #[doc = include_str!("schemes/laravel-webhook-server.md")]
    pub LaravelWebhookServer: "laravel-webhook-server", BodySigned,
    Scheme::hmac_sha256(Place::header("signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(3)
        .aliases(&["spatie"])
        .docs("https://github.com/spatie/laravel-webhook-server")
        .last_verified("2026-11-27")
        .build()
}
