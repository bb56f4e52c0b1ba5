use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Doppler: HMAC-SHA256 of the body, under the signing secret of the webhook.
    ///
    /// Without a signing secret, requests are not signed. Neither a timestamp nor an id is signed,
    /// and a custom payload is the same for every change.
    ///
    #[doc = include_str!("schemes/doppler.md")]
    pub Doppler: "doppler", BodySigned,
    Scheme::hmac_sha256(Place::header("x-doppler-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .equal_deliveries(
            "a custom payload has no variables, so every change sends the same body \
             (docs.doppler.com/docs/webhooks)",
        )
        .docs("https://docs.doppler.com/docs/webhooks")
        .last_verified("2026-11-27")
        .build()
}
