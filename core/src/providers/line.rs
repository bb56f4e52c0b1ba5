use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// LINE: HMAC-SHA256 of the body, in Base64, under the channel's secret.
    ///
    /// No timestamp is signed; the event ids are in the body.
    ///
    #[doc = include_str!("schemes/line.md")]
    pub Line: "line", BodySigned,
    Scheme::hmac_sha256(Place::header("x-line-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/")
        .last_verified("2026-11-25")
        .build()
}
