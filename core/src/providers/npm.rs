use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// npm's package hooks: HMAC-SHA256 of the body, under the secret that you chose for the hook.
    ///
    /// Neither a timestamp nor an id is signed. `event` in the body names the kind of event.
    ///
    #[doc = include_str!("schemes/npm.md")]
    pub Npm: "npm", BodySigned,
    Scheme::hmac_sha256(Place::header("x-npm-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://www.npmjs.com/package/npm-hook-receiver")
        .last_verified("2026-11-27")
        .build()
}
