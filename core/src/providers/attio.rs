use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Attio: HMAC-SHA256 of the body.
    ///
    /// `X-Attio-Signature` repeats the signature; if both fields are present they must be equal.
    /// `Idempotency-Key` is an unsigned id that stays the same for retries. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/attio.md")]
    pub Attio: "attio", BodySigned,
    Scheme::hmac_sha256(Place::also_named(&["attio-signature", "x-attio-signature"]), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("idempotency-key"))
        .retry_horizon_seconds(3 * 86_400)
        .docs("https://docs.attio.com/rest-api/guides/webhooks")
        .last_verified("2026-11-27")
        .build()
}
