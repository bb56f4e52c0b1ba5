use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// ClickUp: HMAC-SHA256 of the body, under the secret that creating the webhook returns.
    ///
    /// Neither a timestamp nor an id is signed; `webhook_id` in the body is the same for every
    /// delivery. Its sample re-serialises parsed JSON; here the received bytes are verified. A
    /// delivery is attempted up to five times, and a status 410 suspends the webhook.
    ///
    #[doc = include_str!("schemes/clickup.md")]
    pub ClickUp: "clickup", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(7)
        .docs("https://developer.clickup.com/docs/webhooksignature")
        .last_verified("2026-11-27")
        .build()
}
