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
    /// DocuSign Connect: HMAC-SHA256 of the body, in Base64, once for each key that is active
    /// there.
    ///
    /// The fields are numbered; one that fits is enough, and 16 of them are read. The key is used
    /// as it is shown, though it looks like Base64. No time is signed. Bodies may hold the
    /// documents. Whoever has more than 16 keys there keeps those that count among the first.
    pub DocuSign: "docusign", BodySigned,
    Scheme::hmac_sha256(Place::any_of(SIGNATURES), Encoding::Base64)
        .signs(&[Part::Body])
        .body_limit(32 * 1024 * 1024)
        .docs("https://developers.docusign.com/platform/webhooks/connect/validate")
        .last_verified("2026-11-25")
        .build()
}
