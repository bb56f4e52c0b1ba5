#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Launchpad: HMAC-SHA1 of the body, after `sha1=`.
    ///
    /// The id and the event are not signed, and no timestamp is. Without a secret, Launchpad signs
    /// nothing, and its deliveries are rejected.
    ///
    #[doc = include_str!("schemes/launchpad.md")]
    pub Launchpad: "launchpad", BodySigned,
    Scheme::hmac_sha1(Place::header("x-hub-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-launchpad-delivery"))
        .unsigned_event(Place::header("x-launchpad-event-type"))
        .retry_horizon_seconds(86_400)
        .docs("https://help.launchpad.net/API/Webhooks")
        .last_verified("2026-11-27")
        .build()
}
