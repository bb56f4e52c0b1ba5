use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Creem: HMAC-SHA256 of the body, under the webhook's secret.
    ///
    /// Its library for TypeScript also accepts Standard Webhooks under the same secret; for those,
    /// use `standard-webhooks`. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/creem.md")]
    pub Creem: "creem", BodySigned,
    Scheme::hmac_sha256(Place::header("creem-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .docs("https://www.npmjs.com/package/creem")
        .last_verified("2026-11-27")
        .build()
}
