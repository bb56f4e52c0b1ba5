#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Webex's Webhooks API: HMAC-SHA1 of the body, under the secret of the webhook.
    ///
    /// A webhook without a secret is not signed. The `id` in the body identifies the webhook, not
    /// the delivery. No timestamp is signed. The subscriptions of Contact Center are signed in
    /// another way, and are rejected.
    ///
    #[doc = include_str!("schemes/webex.md")]
    pub Webex: "webex", BodySigned,
    Scheme::hmac_sha1(Place::header("x-spark-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["cisco-webex", "cisco-spark"])
        .docs("https://developer.webex.com/blog/using-a-webhook-secret")
        .last_verified("2026-11-27")
        .build()
}
