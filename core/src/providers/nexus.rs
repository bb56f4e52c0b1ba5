#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Sonatype Nexus Repository: HMAC-SHA1 of the body, under the secret key of the webhook.
    ///
    /// The example on its page serialises parsed JSON without spaces, as Nexus sends it
    /// (`WebhookServiceImpl.java` in sonatype/nexus-public); here the received bytes are verified.
    /// The id and the event are not signed, and no timestamp is. Nexus does not repeat a delivery.
    /// Without a key it signs nothing, and its deliveries are rejected.
    ///
    #[doc = include_str!("schemes/nexus.md")]
    pub Nexus: "nexus", BodySigned,
    Scheme::hmac_sha1(Place::header("x-nexus-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-nexus-webhook-delivery"))
        .unsigned_event(Place::header("x-nexus-webhook-id"))
        .aliases(&["sonatype-nexus"])
        .docs("https://help.sonatype.com/en/example-headers-and-payloads.html")
        .last_verified("2026-11-27")
        .build()
}
