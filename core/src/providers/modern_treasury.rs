use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Modern Treasury: HMAC-SHA256 of the body.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/modern-treasury.md")]
    pub ModernTreasury: "modern-treasury", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(5)
        .docs("https://docs.moderntreasury.com/platform/reference/webhooks")
        .last_verified("2026-11-25")
        .build()
}
