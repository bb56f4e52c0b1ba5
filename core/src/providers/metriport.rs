use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Metriport: HMAC-SHA256 of the body, under the webhook key.
    ///
    /// Its library re-serialises JSON that was parsed; here the signature is checked over the bytes
    /// as received. No timestamp is signed; `messageId` is in the body. Its ping is signed, and
    /// answered.
    ///
    #[doc = include_str!("schemes/metriport.md")]
    pub Metriport: "metriport", BodySigned,
    Scheme::hmac_sha256(Place::header("x-metriport-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::signed(&["meta", "type"], "ping").json(&["ping"]).as_json("pong"))
        .answer_deadline_seconds(4)
        .event_id(&["meta", "messageId"])
        .docs("https://docs.metriport.com/medical-api/getting-started/webhooks")
        .last_verified("2026-11-25")
        .build()
}
