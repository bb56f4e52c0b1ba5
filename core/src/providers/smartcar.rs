use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Smartcar: HMAC-SHA256 of the body, under the application's management token.
    ///
    /// Its library re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. The handshake (`VERIFY`) is signed, and answered with a MAC of its challenge. So a
    /// body that could be such a challenge is rejected, whatever its signature. The handshake of
    /// the older payloads (`eventName`) reaches the handler. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/smartcar.md")]
    pub Smartcar: "smartcar", BodySigned,
    Scheme::hmac_sha256(Place::header("sc-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::signed(&["eventType"], "VERIFY").json(&["data", "challenge"]).as_json_mac("challenge"))
        .docs("https://smartcar.com/docs/api-reference/webhooks/payload-verification")
        .last_verified("2026-11-25")
        .build()
}
