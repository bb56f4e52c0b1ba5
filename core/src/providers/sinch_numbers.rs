#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme, SourceList};

const DOCS: &str =
    "https://developers.sinch.com/docs/numbers/api-reference/numbers/numbers-callbacks";

const SOURCES: &[SourceList] =
    &[SourceList::new("2026-11-27", DOCS, &["54.76.19.159", "54.78.194.39", "54.155.83.128"])];

crate::provider! {
    /// Sinch's Numbers API: HMAC-SHA1 of the body, under the secret of the callback.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/sinch-numbers.md")]
    pub SinchNumbers: "sinch-numbers", BodySigned,
    Scheme::hmac_sha1(Place::header("x-sinch-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["eventId"])
        .variant_of("sinch")
        .sources(SOURCES)
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}
