#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Enode: HMAC-SHA1 of the body, after `sha1=`.
    ///
    /// The id is in a header field that is not signed, and no timestamp is signed. The body is a
    /// list of up to 100 events. The sandbox retries for five minutes only.
    ///
    #[doc = include_str!("schemes/enode.md")]
    pub Enode: "enode", BodySigned,
    Scheme::hmac_sha1(Place::header("x-enode-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-enode-delivery"))
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(86_400)
        .docs("https://developers.enode.com/docs/webhooks#verifying-a-payload-signature")
        .last_verified("2026-11-27")
        .build()
}
