use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Checkr: HMAC-SHA256 of the body, under a secret of the account or of the application.
    ///
    /// A partner application's key is its OAuth client secret (checkr/oauth-reference-integration);
    /// for an account, receivers use the API key. Checkr's samples serialise parsed JSON again,
    /// without spaces; here the received bytes are verified. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/checkr.md")]
    pub Checkr: "checkr", BodySigned,
    Scheme::hmac_sha256(Place::header("x-checkr-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .docs("https://docs.checkr.com/apis/webhooks")
        .last_verified("2026-11-27")
        .build()
}
