use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Fourthwall: HMAC-SHA256 of the body in Base64, under the secret of the shop's webhook.
    ///
    /// Deliveries to platform apps are signed in `X-Fourthwall-Hmac-Apps-SHA256`, which is not
    /// read. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/fourthwall.md")]
    pub Fourthwall: "fourthwall", BodySigned,
    Scheme::hmac_sha256(Place::header("x-fourthwall-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.fourthwall.com/webhooks/signature-verification")
        .last_verified("2026-11-27")
        .build()
}
