use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Stream (Chat, Video, Feeds): HMAC-SHA256 of the body, under the API secret.
    ///
    /// Bodies are signed before compression, so a compressed one is decoded first (feature
    /// `gzip`). The id is the same for retries, but is not signed; no timestamp is signed.
    /// `X-Api-Key` names the application that sends.
    ///
    #[doc = include_str!("schemes/getstream.md")]
    pub GetStream: "getstream", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .gzip_bodies()
        .unsigned_id(Place::header("x-webhook-id"))
        .aliases(&["stream"])
        .docs("https://getstream.io/chat/docs/node/webhooks_overview/")
        .last_verified("2026-11-26")
        .build()
}
