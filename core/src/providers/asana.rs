use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Asana: HMAC-SHA256 of the body, under a secret that Asana sends once, in `X-Hook-Secret`.
    ///
    /// That request is the application's to answer, with the same field, before there is a
    /// verifier: no verifier stands without a secret. No time and no id is signed.
    pub Asana: "asana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(86_400)
        .docs("https://developers.asana.com/docs/webhooks-guide")
        .last_verified("2026-11-25")
        .build()
}
