#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Motive, formerly KeepTruckin: HMAC-SHA1 of the body.
    ///
    /// The first request, which lists the actions of a new webhook, is signed like the others. No
    /// timestamp is signed.
    ///
    #[doc = include_str!("schemes/motive.md")]
    pub Motive: "motive", BodySigned,
    Scheme::hmac_sha1(Place::header("x-kt-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["keeptruckin"])
        .answer_deadline_seconds(3)
        .docs("https://developer.gomotive.com/reference/company-webhooks-overview")
        .last_verified("2026-11-27")
        .build()
}
