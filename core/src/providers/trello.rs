#![cfg(feature = "sha1")]

use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Trello: HMAC-SHA1 of the body and then the callback URL, in Base64.
    ///
    /// The key is the application's secret, not its API key or a token. The URL is signed exactly
    /// as it was when the webhook was created, with its query. Trello sends a HEAD request to check
    /// the URL. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/trello.md")]
    pub Trello: "trello", BodySigned,
    Scheme::hmac_sha1(Place::header("x-trello-webhook"), Encoding::Base64)
        .signs(&[Part::Body, Part::Url])
        .event_id(&["action", "id"])
        .handshake(Handshake::method("HEAD").reply_ok())
        .docs("https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#webhook-signatures")
        .last_verified("2026-11-27")
        .build()
}
