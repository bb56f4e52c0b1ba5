use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// useSend: HMAC-SHA256 of a timestamp and the body, under the webhook's secret.
    ///
    /// The secret is used as shown, with its prefix `whsec_`. `X-UseSend-Event` and
    /// `X-UseSend-Call`, the id of the delivery, are not signed.
    ///
    #[doc = include_str!("schemes/usesend.md")]
    pub UseSend: "usesend", BodySigned,
    Scheme::hmac_sha256(Place::header("x-usesend-signature").prefix("v1="), Encoding::Hex)
        .timestamp(Place::header("x-usesend-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .unsigned_event(Place::header("x-usesend-event"))
        .unsigned_id(Place::header("x-usesend-call"))
        .aliases(&["unsend"])
        .docs("https://github.com/usesend/useSend")
        .last_verified("2026-11-27")
        .build()
}
