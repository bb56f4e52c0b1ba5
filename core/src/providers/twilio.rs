#![cfg(all(feature = "form", feature = "sha1"))]

use crate::{BodyDigest, Encoding, Part, Place, Scheme};

crate::provider! {
    /// Twilio: HMAC-SHA1, in Base64, of the URL and the sorted fields of a form.
    ///
    /// The key is the account's auth token. A body that is not a form (JSON) is signed by its
    /// SHA-256 digest, in hexadecimal digits, in the query parameter `bodySHA256`. A request with
    /// that parameter is verified by the digest alone, so a form with it is rejected.
    ///
    /// Only the query of the request's URL is used; the rest is configuration. As in Twilio's
    /// libraries, a signature of the URL with the default port, or without its port, is accepted
    /// too. For a WebSocket, configure its `wss` URL. Nothing separates the names and values of a
    /// form, or the query from the fields. So a captured form can be replayed with the end of its
    /// query as a field, or the other way round: read fields by name, and treat a form without
    /// `AccountSid` as invalid. Twilio can also request a URL with GET, and the signature does not
    /// cover the method. No timestamp is signed; `I-Twilio-Idempotency-Token` is an unsigned id.
    ///
    #[doc = include_str!("schemes/twilio.md")]
    pub Twilio: "twilio", BodySigned,
    Scheme::hmac_sha1(Place::header("x-twilio-signature"), Encoding::Base64)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .body_digest(BodyDigest::query("bodySHA256", Encoding::Hex))
        .ambiguous("nothing separates the query, the names and the values; the order of the fields is not signed, and a repeated field counts once")
        .either_port()
        .methods("POST, GET")
        .unsigned_id(Place::header("i-twilio-idempotency-token"))
        .docs("https://www.twilio.com/docs/usage/webhooks/webhooks-security")
        .last_verified("2026-11-26")
        .build()
}
