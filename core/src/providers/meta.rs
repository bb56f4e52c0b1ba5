use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Meta (Facebook, Instagram, Messenger, WhatsApp): HMAC-SHA256 of the body.
    ///
    /// The key is the app secret. The older `X-Hub-Signature` (HMAC-SHA1) is never read. The
    /// signature covers the body as sent, with its escapes (`\u00e4`), so it must not be parsed
    /// first. No timestamp is checked; ids are in the body, which can be 3 MB. WhatsApp retries for
    /// 7 days, the Graph API for 36 hours. The handshake is a
    /// GET with a verify token: set it with
    /// [`handshake_token`](crate::VerifierBuilder::handshake_token), or the handshake is rejected.
    ///
    #[doc = include_str!("schemes/meta.md")]
    pub Meta: "meta", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::method("GET").query("hub.challenge").token("hub.verify_token").as_text())
        .retry_horizon_seconds(7 * 86_400)
        .body_limit(4 * 1024 * 1024)
        .aliases(&["facebook", "instagram", "messenger", "whatsapp"])
        .docs("https://developers.facebook.com/docs/graph-api/webhooks/getting-started")
        .last_verified("2026-11-25")
        .build()
}
