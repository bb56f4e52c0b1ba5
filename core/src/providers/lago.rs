use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Lago, with HMAC signatures: HMAC-SHA256 of the body, in Base64.
    ///
    /// The alternative, a JWT, is Lago's default: choose HMAC for the webhook. `X-Lago-Unique-Key`
    /// is an unsigned id. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/lago.md")]
    pub Lago: "lago", BodySigned,
    Scheme::hmac_sha256(Place::header("x-lago-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .requires(&[(Place::header("x-lago-signature-algorithm"), "hmac")])
        .unsigned_id(Place::header("x-lago-unique-key"))
        .answer_deadline_seconds(30)
        .docs("https://github.com/getlago/lago-api/blob/main/app/models/webhook.rb")
        .last_verified("2026-11-27")
        .build()
}
