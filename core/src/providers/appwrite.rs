#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Appwrite: HMAC-SHA1 of the URL and the body, in Base64.
    ///
    /// The URL is the one that was entered in Appwrite. `X-Appwrite-Webhook-Id` names the webhook,
    /// not the delivery. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/appwrite.md")]
    pub Appwrite: "appwrite", BodySigned,
    Scheme::hmac_sha1(Place::header("x-appwrite-webhook-signature"), Encoding::Base64)
        .signs(&[Part::Url, Part::Body])
        .unsigned_event(Place::header("x-appwrite-webhook-events"))
        .answer_deadline_seconds(15)
        .docs("https://github.com/appwrite/appwrite/blob/main/src/Appwrite/Platform/Workers/Webhooks.php")
        .last_verified("2026-11-27")
        .build()
}
