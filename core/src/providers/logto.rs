use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Logto: HMAC-SHA256 of the body, under the webhook's signing key.
    ///
    /// No timestamp and no id are signed. An endpoint may answer within 10 seconds.
    ///
    #[doc = include_str!("schemes/logto.md")]
    pub Logto: "logto", BodySigned,
    Scheme::hmac_sha256(Place::header("logto-signature-sha-256"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .docs("https://docs.logto.io/developers/webhooks/secure-webhooks")
        .last_verified("2026-11-27")
        .build()
}
