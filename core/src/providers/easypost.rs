use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// EasyPost: HMAC-SHA256 of the body.
    ///
    /// Its libraries convert the secret to Unicode NFKD first, which does not change ASCII; give
    /// any other secret in that form. Its Node library writes whole weights with a decimal point,
    /// as its server does when it signs; here the signature is checked over the bytes as received.
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/easypost.md")]
    pub EasyPost: "easypost", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hmac-signature").prefix("hmac-sha256-hex="), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .varying_body(
            "`pending_urls` lists the endpoints that have not acknowledged the event yet \
             (easypost-node, types/Event/Event.d.ts)",
        )
        .docs("https://docs.easypost.com/guides/webhooks-guide")
        .last_verified("2026-11-25")
        .build()
}
