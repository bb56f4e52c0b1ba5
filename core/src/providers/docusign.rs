use crate::{Encoding, Part, Place, Scheme};

const SIGNATURES: &[&str] = &[
    "x-docusign-signature-1",
    "x-docusign-signature-2",
    "x-docusign-signature-3",
    "x-docusign-signature-4",
    "x-docusign-signature-5",
    "x-docusign-signature-6",
    "x-docusign-signature-7",
    "x-docusign-signature-8",
    "x-docusign-signature-9",
    "x-docusign-signature-10",
    "x-docusign-signature-11",
    "x-docusign-signature-12",
    "x-docusign-signature-13",
    "x-docusign-signature-14",
    "x-docusign-signature-15",
    "x-docusign-signature-16",
];

crate::provider! {
    /// DocuSign Connect: HMAC-SHA256 of the body, in Base64, once for each active key.
    ///
    /// The header fields are numbered; one match is enough, and 16 are read. If an account has more
    /// than 16 keys, keep the key of this endpoint among the first. The key is used as shown,
    /// although it looks like Base64. No timestamp is signed. Bodies may contain the documents.
    ///
    #[doc = include_str!("schemes/docusign.md")]
    pub DocuSign: "docusign", BodySigned,
    Scheme::hmac_sha256(Place::any_of(SIGNATURES), Encoding::Base64)
        .signs(&[Part::Body])
        .body_limit(32 * 1024 * 1024)
        .docs("https://developers.docusign.com/platform/webhooks/connect/validate")
        .last_verified("2026-11-25")
        .build()
}
