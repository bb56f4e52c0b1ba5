use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("revolut-signature").separated_by(',');

crate::provider! {
    /// Revolut: HMAC-SHA256 of `v1.`, the timestamp in milliseconds, `.` and the body.
    ///
    /// While two secrets are valid, the field has a signature for each. This is the scheme of the
    /// Business, Merchant and Crypto Ramp APIs.
    ///
    #[doc = include_str!("schemes/revolut.md")]
    pub Revolut: "revolut", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(Place::header("revolut-request-timestamp"), TimestampFormat::Milliseconds)
        .signs(&[Part::Literal("v1."), Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://developer.revolut.com/docs/guides/manage-accounts/webhooks/verify-the-payload-signature")
        .last_verified("2026-11-27")
        .build()
}
