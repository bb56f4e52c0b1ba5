use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Ably: HMAC-SHA256 of the body, in Base64, under the part of an API key after its colon.
    ///
    /// Only batched requests are documented as signed; others are rejected. The header `X-Ably-Key`
    /// is not read: every secret of the endpoint is tried. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/ably.md")]
    pub Ably: "ably", BodySigned,
    Scheme::hmac_sha256(Place::header("x-ably-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://ably.com/docs/platform/integrations/webhooks")
        .last_verified("2026-11-25")
        .build()
}
