use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Meta (Facebook, Instagram, Messenger, WhatsApp): HMAC-SHA256 of the body, under the app's
    /// secret.
    ///
    /// The older `X-Hub-Signature` (HMAC-SHA1) is never read. What is signed is the body as it is
    /// sent, with its escapes (`\u00e4`), so it must not be parsed first. No time is judged; ids
    /// are in the body, which may have 3 MB. Meta asks whether the endpoint is there by a GET that
    /// shows a verify token: tell it to
    /// [`handshake_token`](crate::VerifierBuilder::handshake_token), or the question is refused.
    pub Meta: "meta", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::method("GET").query("hub.challenge").token("hub.verify_token").as_text())
        .body_limit(4 * 1024 * 1024)
        .docs("https://developers.facebook.com/docs/graph-api/webhooks/getting-started")
        .last_verified("2026-11-25")
        .build()
}
