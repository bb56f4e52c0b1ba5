use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// thirdweb's payments (Bridge): HMAC-SHA256 of a timestamp and the body.
    ///
    /// The fields have two names, `X-Payload-Signature` and `X-Timestamp`, or `X-Pay-Signature` and
    /// `X-Pay-Timestamp`.
    ///
    #[doc = include_str!("schemes/thirdweb.md")]
    pub Thirdweb: "thirdweb", BodySigned,
    Scheme::hmac_sha256(
        Place::also_named(&["x-payload-signature", "x-pay-signature"]),
        Encoding::Hex,
    )
    .timestamp(Place::also_named(&["x-timestamp", "x-pay-timestamp"]), TimestampFormat::Seconds)
    .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
    .docs("https://www.npmjs.com/package/thirdweb")
    .last_verified("2026-11-27")
    .build()
}
