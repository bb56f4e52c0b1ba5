use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-boldsign-signature").separated_by(',');

crate::provider! {
    /// BoldSign: a timestamp and HMAC-SHA256 signatures in one header field, `t=…, s0=…`.
    ///
    /// After a change of the secret, BoldSign also signs with the old one, in `s1`. This crate
    /// reads `s0`, so configure both secrets during the change. `X-BoldSign-Event` is not signed.
    ///
    #[doc = include_str!("schemes/boldsign.md")]
    pub BoldSign: "boldsign", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("s0="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["event", "id"])
        .unsigned_event(Place::header("x-boldsign-event"))
        .answer_deadline_seconds(10)
        .docs("https://developers.boldsign.com/webhooks/verify-webhook-events")
        .last_verified("2026-11-27")
        .build()
}
