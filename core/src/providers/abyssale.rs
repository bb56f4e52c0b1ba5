use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-abyssale-signature").separated_by(',');

crate::provider! {
    /// Abyssale: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The signed text begins with `v1:webhook:`. The secret is used as shown, including `whsec_`.
    /// For 24 hours after a change of the secret there are two signatures. Retries go on for hours
    /// and may keep the timestamp of the first attempt: widen the tolerance to accept them. The id
    /// is not signed.
    ///
    #[doc = include_str!("schemes/abyssale.md")]
    pub Abyssale: "abyssale", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v1:webhook:"), Part::Timestamp, Part::Literal("."), Part::Body])
        .unsigned_id(Place::header("x-abyssale-delivery-id"))
        .docs("https://developers.abyssale.com/webhooks/signature-verification")
        .last_verified("2026-11-27")
        .build()
}
