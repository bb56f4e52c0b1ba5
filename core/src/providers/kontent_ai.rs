use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Kontent.ai: HMAC-SHA256 of the body, in Base64, under the webhook's secret as it is shown.
    ///
    /// Bodies have CRLF line breaks, and its library restores them if a framework changed them.
    /// Here the bytes are verified as received. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/kontent-ai.md")]
    pub KontentAi: "kontent-ai", BodySigned,
    Scheme::hmac_sha256(Place::header("x-kontent-ai-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .aliases(&["kentico-kontent"])
        .docs("https://github.com/kontent-ai/webhook-helper-js")
        .last_verified("2026-11-27")
        .build()
}
