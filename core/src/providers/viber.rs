use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Viber's bots: HMAC-SHA256 of the body, under the account's token.
    ///
    /// No timestamp is signed. `message_token` is the id of a message, which several callbacks
    /// share, and not of a delivery.
    ///
    #[doc = include_str!("schemes/viber.md")]
    pub Viber: "viber", BodySigned,
    Scheme::hmac_sha256(Place::header("x-viber-content-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .retry_horizon_seconds(3_600)
        .docs("https://developers.viber.com/docs/api/rest-bot-api/")
        .last_verified("2026-11-25")
        .build()
}
