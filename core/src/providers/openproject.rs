#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// OpenProject: HMAC-SHA1 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/openproject.md")]
    pub OpenProject: "openproject", BodySigned,
    Scheme::hmac_sha1(Place::header("x-op-signature").prefix("sha1="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/opf/openproject/blob/dev/modules/webhooks/app/workers/represented_webhook_job.rb")
        .last_verified("2026-11-27")
        .build()
}
