use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// PandaDoc: HMAC-SHA256 of the body, in the query of the URL, under the shared key.
    ///
    /// The URL itself is not signed, and no timestamp is.
    ///
    #[doc = include_str!("schemes/pandadoc.md")]
    pub PandaDoc: "pandadoc", BodySigned,
    Scheme::hmac_sha256(Place::query("signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.pandadoc.com/docs/webhook-verification")
        .last_verified("2026-11-27")
        .build()
}
