use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Asana: HMAC-SHA256 of the body, under a secret that Asana sends once, in `X-Hook-Secret`.
    ///
    /// The application must answer that request itself, with the same header, before the verifier
    /// exists: a verifier cannot be built without a secret. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/asana.md")]
    pub Asana: "asana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(86_400)
        .docs("https://developers.asana.com/docs/webhooks-guide")
        .last_verified("2026-11-25")
        .build()
}
