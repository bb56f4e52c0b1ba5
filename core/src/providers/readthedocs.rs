use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Read the Docs: HMAC-SHA256 of the body, in `X-Hub-Signature` without a prefix.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/readthedocs.md")]
    pub ReadTheDocs: "readthedocs", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["read-the-docs"])
        .docs("https://docs.readthedocs.com/platform/stable/guides/build/webhooks.html")
        .last_verified("2026-11-27")
        .build()
}
