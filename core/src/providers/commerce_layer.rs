use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Commerce Layer: HMAC-SHA256 of the body in Base64, under the shared secret of the webhook.
    ///
    /// Its page asks for the received bytes, not for parsed JSON. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/commerce-layer.md")]
    pub CommerceLayer: "commerce-layer", BodySigned,
    Scheme::hmac_sha256(Place::header("x-commercelayer-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.commercelayer.io/core/callbacks-security")
        .last_verified("2026-11-27")
        .build()
}
