use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("courier-signature").separated_by(',');

crate::provider! {
    /// Courier: a timestamp and an HMAC-SHA256 signature in one header field, `t=…,signature=…`.
    ///
    /// The timestamp is in milliseconds. The page's text leaves out the dot between the timestamp
    /// and the body, which its code has.
    ///
    #[doc = include_str!("schemes/courier.md")]
    pub Courier: "courier", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("signature="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .retry_horizon_seconds(86_400)
        .docs("https://www.courier.com/docs/platform/workspaces/outbound-webhooks")
        .last_verified("2026-11-27")
        .build()
}
