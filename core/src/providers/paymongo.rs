use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("paymongo-signature").separated_by(',');

const DOCS: &str = "https://developers.paymongo.com/docs/securing-webhook";

crate::provider! {
    /// PayMongo in live mode: a timestamp and HMAC-SHA256 signatures in one header field,
    /// `t=…,te=…,li=…`.
    ///
    /// `li` is the signature of live mode and `te` that of test mode; the other one is empty.
    /// Deliveries in test mode are rejected: use `paymongo-test`.
    ///
    #[doc = include_str!("schemes/paymongo.md")]
    pub PayMongo: "paymongo", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("li="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["data", "id"])
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}

crate::provider! {
    /// PayMongo in test mode: a timestamp and HMAC-SHA256 signatures in one header field,
    /// `t=…,te=…,li=…`.
    ///
    /// `te` is the signature of test mode. Deliveries in live mode are rejected.
    ///
    #[doc = include_str!("schemes/paymongo-test.md")]
    pub PayMongoTest: "paymongo-test", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("te="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["data", "id"])
        .variant_of("paymongo")
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}
