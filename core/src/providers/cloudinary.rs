use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

#[cfg(feature = "sha1")]
crate::provider! {
    /// Cloudinary: a plain SHA-1 of the body, the timestamp and the API secret, in this order.
    ///
    /// The secret comes last, so nothing can be appended. SHA-1 is broken only against an attacker
    /// who can choose both of two bodies, which an outsider cannot. A notification may be two hours
    /// old. Accounts that hash with SHA-256 are `cloudinary-sha256`. If an account has several
    /// keys, the webhook key is used, otherwise the oldest.
    ///
    #[doc = include_str!("schemes/cloudinary.md")]
    pub Cloudinary: "cloudinary", BodySigned,
    Scheme::sha1(Place::header("x-cld-signature"), Encoding::Hex)
        .timestamp(Place::header("x-cld-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Body, Part::Timestamp, Part::Secret])
        .tolerance_seconds(7200)
        .docs("https://cloudinary.com/documentation/notification_signatures")
        .last_verified("2026-11-25")
        .build()
}

crate::provider! {
    /// Cloudinary, for accounts that hash with SHA-256.
    ///
    /// This is a plain hash of the body, the timestamp and the API secret, in this order. The
    /// secret comes last, so nothing can be appended. A notification may be two hours old.
    ///
    #[doc = include_str!("schemes/cloudinary-sha256.md")]
    pub CloudinarySha256: "cloudinary-sha256", BodySigned,
    Scheme::sha256(Place::header("x-cld-signature"), Encoding::Hex)
        .timestamp(Place::header("x-cld-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Body, Part::Timestamp, Part::Secret])
        .tolerance_seconds(7200)
        .variant_of("cloudinary")
        .docs("https://cloudinary.com/documentation/notification_signatures")
        .last_verified("2026-11-25")
        .build()
}
