use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Gitness (Harness Open Source): HMAC-SHA256 of the body.
    ///
    /// The operator can rename the fields: set the signature's with
    /// [`signature_header`](crate::VerifierBuilder::signature_header). No timestamp and no id are
    /// signed.
    ///
    #[doc = include_str!("schemes/gitness.md")]
    pub Gitness: "gitness", BodySigned,
    Scheme::hmac_sha256(Place::header("x-gitness-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-gitness-trigger"))
        .answer_deadline_seconds(30)
        .aliases(&["harness-open-source"])
        .docs("https://github.com/harness/gitness/blob/main/app/services/webhook/trigger.go")
        .last_verified("2026-11-27")
        .build()
}
