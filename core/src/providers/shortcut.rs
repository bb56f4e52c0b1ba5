use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Shortcut: HMAC-SHA256 of the body, under the webhook's signing secret.
    ///
    /// Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/shortcut.md")]
    pub Shortcut: "shortcut", BodySigned,
    Scheme::hmac_sha256(Place::header("payload-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["clubhouse"])
        .docs("https://github.com/useshortcut/shortcut-client-js")
        .last_verified("2026-11-27")
        .build()
}
