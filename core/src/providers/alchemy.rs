use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Alchemy Notify: HMAC-SHA256 of the body, under the webhook's signing key.
    ///
    /// No timestamp is signed.
    ///
    #[doc = include_str!("schemes/alchemy.md")]
    pub Alchemy: "alchemy", BodySigned,
    Scheme::hmac_sha256(Place::header("x-alchemy-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .docs("https://www.alchemy.com/docs/reference/notify-api-quickstart")
        .last_verified("2026-11-25")
        .build()
}
