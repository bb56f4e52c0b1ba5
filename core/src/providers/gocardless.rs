use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// GoCardless: HMAC-SHA256 of the body.
    ///
    /// A body holds several events, each with its id. No time is signed.
    pub GoCardless: "gocardless", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developer.gocardless.com/api-reference/#appendix-webhooks")
        .last_verified("2026-11-25")
        .build()
}
