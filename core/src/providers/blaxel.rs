use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Blaxel's asynchronous callbacks: HMAC-SHA256 of the body, under the secret of the callback.
    ///
    /// `X-Blaxel-Timestamp` is not signed. Blaxel's library checks it for freshness, but anyone can
    /// change it.
    ///
    #[doc = include_str!("schemes/blaxel.md")]
    pub Blaxel: "blaxel", BodySigned,
    Scheme::hmac_sha256(Place::header("x-blaxel-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_timestamp(Place::header("x-blaxel-timestamp"))
        .docs("https://www.npmjs.com/package/@blaxel/core")
        .last_verified("2026-11-27")
        .build()
}
