use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// PlanetScale: HMAC-SHA256 of the body, under the secret of the webhook.
    ///
    /// The timestamp in the body is signed with it, but is not checked.
    ///
    #[doc = include_str!("schemes/planetscale.md")]
    pub PlanetScale: "planetscale", BodySigned,
    Scheme::hmac_sha256(Place::header("x-planetscale-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(2)
        .docs("https://planetscale.com/docs/concepts/webhooks")
        .last_verified("2026-11-27")
        .build()
}
