use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Xero: HMAC-SHA256 of the body, in Base64.
    ///
    /// Before it enables a webhook, Xero sends deliveries with right and wrong signatures, and
    /// expects 200 and 401. An answer must have no body and no cookies, so your own answers must
    /// have none either. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/xero.md")]
    pub Xero: "xero", BodySigned,
    Scheme::hmac_sha256(Place::header("x-xero-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .answers_without_body()
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(86_400)
        .docs("https://developer.xero.com/documentation/webhooks/configuring-your-server")
        .last_verified("2026-11-27")
        .build()
}
