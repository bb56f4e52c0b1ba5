use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// LlamaCloud (LlamaParse): HMAC-SHA256 of the body, under the secret of the job's request.
    ///
    /// A job without `webhook_signing_secret` is not signed. Neither a timestamp nor an id is
    /// signed.
    ///
    #[doc = include_str!("schemes/llama-cloud.md")]
    pub LlamaCloud: "llama-cloud", BodySigned,
    Scheme::hmac_sha256(Place::header("lc-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["llamaindex", "llamaparse"])
        .docs("https://www.npmjs.com/package/@llamaindex/llama-cloud")
        .last_verified("2026-11-27")
        .build()
}
