use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Veriff: HMAC-SHA256 of the body, under the shared secret key of the integration.
    ///
    /// `X-AUTH-CLIENT`, which names the integration, is not signed. Neither is a timestamp or an
    /// id. The signature in `VRF-HMAC-SIGNATURE` is ignored. Veriff's demonstration serialises
    /// parsed JSON again; here the received bytes are verified.
    ///
    #[doc = include_str!("schemes/veriff.md")]
    pub Veriff: "veriff", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hmac-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security")
        .last_verified("2026-11-27")
        .build()
}
