use crate::{Encoding, Part, Place, Scheme, SourceList, TimestampFormat};

const SIGNATURE: Place = Place::header("shippo-auth-signature").separated_by(',');

const DOCUMENT: &str = "https://docs.goshippo.com/tracking/webhook-security";

const SOURCES: &[SourceList] = &[SourceList::new(
    "undated, of the US and then the EU region",
    DOCUMENT,
    &[
        "52.4.41.98",
        "52.23.121.194",
        "52.44.110.80",
        "54.81.253.187",
        "54.81.255.221",
        "34.248.247.69",
        "34.253.119.130",
        "52.214.174.64",
        "54.72.179.250",
    ],
)];

crate::provider! {
    /// Shippo: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// Shippo signs only for accounts that have asked its support for a secret. Others have a
    /// token in the URL, `?token=…`, or its addresses. The payload has no id.
    ///
    #[doc = include_str!("schemes/shippo.md")]
    pub Shippo: "shippo", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .sources(SOURCES)
        .answer_deadline_seconds(3)
        .docs(DOCUMENT)
        .last_verified("2026-11-27")
        .build()
}
