use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// GrowthBook's event webhooks: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed. The webhooks of SDK connections are `growthbook-sdk`.
    ///
    #[doc = include_str!("schemes/growthbook.md")]
    pub GrowthBook: "growthbook", BodySigned,
    Scheme::hmac_sha256(Place::header("x-growthbook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.growthbook.io/app/webhooks/event-webhooks")
        .last_verified("2026-11-27")
        .build()
}
