use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Signable: HMAC-SHA256 of the body, in Base64, in a header named `Signature`.
    ///
    /// This is in early access. The timestamp in `X-Signable-Webhook` is not signed; the body has
    /// it too.
    ///
    #[doc = include_str!("schemes/signable.md")]
    pub Signable: "signable", BodySigned,
    Scheme::hmac_sha256(Place::header("signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_timestamp(Place::header("x-signable-webhook"))
        .docs("https://developers.signable.app/early-access/ea-signed-webhooks")
        .last_verified("2026-11-27")
        .build()
}
