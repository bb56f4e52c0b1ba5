use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Mastodon's webhooks for administrators: HMAC-SHA256 of the body.
    ///
    /// The field is that of WebSub, but always names SHA-256. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/mastodon.md")]
    pub Mastodon: "mastodon", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.joinmastodon.org/admin/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
