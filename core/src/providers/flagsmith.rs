use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Flagsmith: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/flagsmith.md")]
    pub Flagsmith: "flagsmith", BodySigned,
    Scheme::hmac_sha256(Place::header("x-flagsmith-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .docs("https://docs.flagsmith.com/third-party-integrations/webhook")
        .last_verified("2026-11-27")
        .build()
}
