#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Vercel's webhooks and drains: HMAC-SHA1 of the body.
    ///
    /// The key is the secret of the webhook or drain, or the client secret of an integration. No
    /// timestamp is signed. The batches of a drain have no id, and the `x-vercel-verify` handshake
    /// of log drains is not answered.
    ///
    #[doc = include_str!("schemes/vercel.md")]
    pub Vercel: "vercel", BodySigned,
    Scheme::hmac_sha1(Place::header("x-vercel-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .docs("https://vercel.com/docs/webhooks/webhooks-api")
        .last_verified("2026-11-27")
        .build()
}
