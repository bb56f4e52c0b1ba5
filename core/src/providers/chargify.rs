use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Maxio Advanced Billing, formerly Chargify: HMAC-SHA256 of the body, under the shared key.
    ///
    /// The body is a form. No timestamp is signed, and `X-Chargify-Webhook-Id` is not signed.
    ///
    #[doc = include_str!("schemes/chargify.md")]
    pub Chargify: "chargify", BodySigned,
    Scheme::hmac_sha256(
        Place::header("x-chargify-webhook-signature-hmac-sha-256"),
        Encoding::Hex,
    )
    .signs(&[Part::Body])
    .unsigned_id(Place::header("x-chargify-webhook-id"))
    .aliases(&["maxio"])
    .docs("https://gist.github.com/moklett/7456242")
    .last_verified("2026-11-27")
    .build()
}
