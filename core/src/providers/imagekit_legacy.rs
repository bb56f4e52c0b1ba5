use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-ik-signature").separated_by(',');

crate::provider! {
    /// ImageKit's older signature: a timestamp in milliseconds and an HMAC-SHA256, `t=…,v1=…`.
    ///
    /// ImageKit's library up to version 6 checks it. Use `imagekit` for new endpoints.
    ///
    #[doc = include_str!("schemes/imagekit-legacy.md")]
    pub ImageKitLegacy: "imagekit-legacy", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["id"])
        .variant_of("imagekit")
        .docs("https://github.com/imagekit-developer/imagekit-nodejs/tree/6.0.0")
        .last_verified("2026-11-27")
        .build()
}
