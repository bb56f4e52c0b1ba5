use crate::{Encoding, Part, Place, Scheme, SourceList, TimestampFormat};

const SIGNATURE: Place = Place::header("x-knock-signature").separated_by(',');

const DOCS: &str = "https://docs.knock.app/developer-tools/outbound-webhooks/overview";

const SOURCES: &[SourceList] =
    &[SourceList::new("2026-11-27", DOCS, &["3.138.92.104", "18.116.161.231", "3.19.195.170"])];

crate::provider! {
    /// Knock's outbound webhooks: a timestamp and an HMAC-SHA256 in one field, `t=…,s=…`.
    ///
    /// Unlike in Stripe's field, the timestamp is in milliseconds and the signature in Base64. The
    /// payload has no id. `X-Knock-Event` is not signed, but equals `type` in the body. Knock tries
    /// 8 times. Requests of a fetch function, which can be signed too, are not meant here.
    ///
    #[doc = include_str!("schemes/knock.md")]
    pub Knock: "knock", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("s="), Encoding::Base64)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .unsigned_event(Place::header("x-knock-event"))
        .tolerance_seconds(300)
        .sources(SOURCES)
        .docs(DOCS)
        .last_verified("2026-11-27")
        .build()
}
