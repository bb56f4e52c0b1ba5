#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// MongoDB Atlas's alerts: HMAC-SHA1 of the body, in Base64.
    ///
    /// Only an integration with a webhook secret is signed. The state of the alert
    /// (`X-MMS-Event`) is not signed; `status` in the body is. The `id` in the body names the
    /// alert and is the same when it opens and when it closes. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/mongodb-atlas.md")]
    pub MongoDbAtlas: "mongodb-atlas", BodySigned,
    Scheme::hmac_sha1(Place::header("x-mms-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-mms-event"))
        .docs("https://www.mongodb.com/docs/atlas/tutorial/webhook-integration/")
        .last_verified("2026-11-27")
        .build()
}
