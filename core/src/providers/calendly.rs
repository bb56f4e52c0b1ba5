use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("calendly-webhook-signature").separated_by(',');

crate::provider! {
    /// Calendly: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// The key is the signing key of the subscription, or of the OAuth application. A subscription
    /// that a personal access token creates without a signing key is not signed. The payload has
    /// no id. Calendly's sample re-serialises parsed JSON; here the received bytes are verified.
    ///
    #[doc = include_str!("schemes/calendly.md")]
    pub Calendly: "calendly", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .tolerance_seconds(180)
        .docs("https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures")
        .last_verified("2026-11-27")
        .build()
}
