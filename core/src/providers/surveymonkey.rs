#![cfg(feature = "sha1")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// SurveyMonkey: HMAC-SHA1 of the body, in Base64.
    ///
    /// The secret is the client id, `&` and the client secret of the app. `Sm-Apikey` is not
    /// signed. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/surveymonkey.md")]
    pub SurveyMonkey: "surveymonkey", BodySigned,
    Scheme::hmac_sha1(Place::header("sm-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://api.surveymonkey.com/v3/docs#webhook-callbacks")
        .last_verified("2026-11-27")
        .build()
}
