use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// dbt Cloud: HMAC-SHA256 of the body in the field `Authorization`, without a scheme.
    ///
    /// The `timestamp` in the body is covered, but this crate does not read it. dbt sends each
    /// event up to five times.
    ///
    #[doc = include_str!("schemes/dbt-cloud.md")]
    pub DbtCloud: "dbt-cloud", BodySigned,
    Scheme::hmac_sha256(Place::header("authorization"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["eventId"])
        .aliases(&["dbt"])
        .docs("https://docs.getdbt.com/docs/deploy/webhooks")
        .last_verified("2026-11-27")
        .build()
}
