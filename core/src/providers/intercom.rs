#![cfg(feature = "sha1")]

use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Intercom: HMAC-SHA1 of the body, under the client secret of the app.
    ///
    /// No timestamp is signed. Intercom sends a HEAD request to validate the URL. Requests of
    /// Canvas Kit are signed in another field, and are rejected.
    ///
    #[doc = include_str!("schemes/intercom.md")]
    pub Intercom: "intercom", BodySigned,
    Scheme::hmac_sha1(Place::header("x-hub-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .varying_body(
            "`delivery_attempts` counts the attempts \
             (developers.intercom.com/docs/references/1.3/webhooks/webhook-models)",
        )
        .handshake(Handshake::method("HEAD").reply_ok())
        .docs("https://developers.intercom.com/docs/webhooks/setting-up-webhooks")
        .last_verified("2026-11-27")
        .build()
}
