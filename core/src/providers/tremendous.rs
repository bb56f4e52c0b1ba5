use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Tremendous: HMAC-SHA256 of the body, after `sha256=`, under the private key of the webhook.
    ///
    /// Its sample application serialises parsed JSON again; here the received bytes are verified.
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/tremendous.md")]
    pub Tremendous: "tremendous", BodySigned,
    Scheme::hmac_sha256(
        Place::header("tremendous-webhook-signature").prefix("sha256="),
        Encoding::Hex,
    )
    .signs(&[Part::Body])
    .event_id(&["uuid"])
    .docs("https://developers.tremendous.com/docs/webhooks-1")
    .last_verified("2026-11-27")
    .build()
}
