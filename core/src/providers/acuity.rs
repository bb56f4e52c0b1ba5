use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Acuity Scheduling: HMAC-SHA256 of the body, in Base64, under the API key.
    ///
    /// The body is a form. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/acuity.md")]
    pub Acuity: "acuity", BodySigned,
    Scheme::hmac_sha256(Place::header("x-acuity-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .aliases(&["acuity-scheduling"])
        .docs("https://developers.acuityscheduling.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
