use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// QuickBooks (Intuit): HMAC-SHA256 of the body, in Base64, under the verifier token.
    ///
    /// No timestamp is checked; ids are in the body.
    ///
    #[doc = include_str!("schemes/quickbooks.md")]
    pub QuickBooks: "quickbooks", BodySigned,
    Scheme::hmac_sha256(Place::header("intuit-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .answer_deadline_seconds(3)
        .aliases(&["intuit"])
        .docs("https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/managing-webhooks-notifications")
        .last_verified("2026-11-25")
        .build()
}
