#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Zammad: HMAC-SHA1 of the body.
    ///
    /// `X-Zammad-Delivery` is an unsigned id. No timestamp is signed. A request without a body is
    /// not signed.
    ///
    #[doc = include_str!("schemes/zammad.md")]
    pub Zammad: "zammad", BodySigned,
    Scheme::hmac_sha1(Place::header("x-hub-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-zammad-trigger"))
        .unsigned_id(Place::header("x-zammad-delivery"))
        .docs("https://admin-docs.zammad.org/en/latest/manage/webhook/payload.html")
        .last_verified("2026-11-27")
        .build()
}
