use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Smartcar: HMAC-SHA256 of the body, under the application's management token.
    ///
    /// Its library writes parsed JSON again; here the bytes count as they came. The question by
    /// which Smartcar asks whether the endpoint is there (`VERIFY`) is signed, and answered with
    /// what the token makes of its code: so a body that could be such a code is refused, whatever
    /// signs it. That of the older payloads (`eventName`) reaches the handler. No time is signed.
    pub Smartcar: "smartcar", BodySigned,
    Scheme::hmac_sha256(Place::header("sc-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::signed(&["eventType"], "VERIFY").json(&["data", "challenge"]).as_json_mac("challenge"))
        .docs("https://smartcar.com/docs/api-reference/webhooks/payload-verification")
        .last_verified("2026-11-25")
        .build()
}
