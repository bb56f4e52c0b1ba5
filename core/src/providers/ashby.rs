use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Ashby: HMAC-SHA256 of the body, under the webhook's secret token.
    ///
    /// A webhook without a secret token is not signed. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/ashby.md")]
    pub Ashby: "ashby", BodySigned,
    Scheme::hmac_sha256(Place::header("ashby-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.ashbyhq.com/docs/authenticating-webhooks")
        .last_verified("2026-11-27")
        .build()
}
