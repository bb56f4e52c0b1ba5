use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Merge (merge.dev): HMAC-SHA256 of the body, in URL-safe Base64 with padding.
    ///
    /// The key is the signature key of the organisation. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/merge-dev.md")]
    pub MergeDev: "merge-dev", BodySigned,
    Scheme::hmac_sha256(Place::header("x-merge-webhook-signature"), Encoding::Base64UrlPadded)
        .signs(&[Part::Body])
        .aliases(&["merge"])
        .docs("https://docs.merge.dev/basics/webhooks/merge-webhooks")
        .last_verified("2026-11-27")
        .build()
}
