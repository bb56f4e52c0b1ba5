#![cfg(all(feature = "form", feature = "sha1"))]

use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Mandrill (Mailchimp Transactional): HMAC-SHA1, in Base64, of the URL and the form's fields.
    ///
    /// The key is the one of the webhook, not the API key. The URL is that of the webhook, with its
    /// query. The probe (a HEAD request) is answered, so the route must accept HEAD. A test
    /// delivery is signed with the public key `test-webhook`, and rejected.
    ///
    #[doc = include_str!("schemes/mandrill.md")]
    pub Mandrill: "mandrill", BodySigned,
    Scheme::hmac_sha1(Place::header("x-mandrill-signature"), Encoding::Base64)
        .signs(&[Part::Url, Part::SortedForm])
        .ambiguous("nothing separates the names and the values; the order of the fields is not signed, and a repeated field counts once")
        .handshake(Handshake::method("HEAD").reply_ok())
        .aliases(&["mailchimp-transactional"])
        .docs("https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
