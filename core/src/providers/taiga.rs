#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Taiga: HMAC-SHA1 of the body.
    ///
    /// Taiga sends the same signature as `X-Hub-Signature: sha1=…`, which is not read. No timestamp
    /// and no id are signed.
    ///
    #[doc = include_str!("schemes/taiga.md")]
    pub Taiga: "taiga", BodySigned,
    Scheme::hmac_sha1(Place::header("x-taiga-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/taigaio/taiga-back/blob/main/taiga/webhooks/tasks.py")
        .last_verified("2026-11-27")
        .build()
}
