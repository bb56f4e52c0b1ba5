use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// GoCardless: HMAC-SHA256 of the body.
    ///
    /// A body contains several events, each with an id; `meta.webhook_id`, which may be absent, is
    /// the id of the delivery. No timestamp is signed. GoCardless wants the status 498 for a wrong
    /// signature: [`VerifierBuilder::status`](crate::VerifierBuilder::status).
    ///
    #[doc = include_str!("schemes/gocardless.md")]
    pub GoCardless: "gocardless", BodySigned,
    Scheme::hmac_sha256(Place::header("webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .event_id(&["meta", "webhook_id"])
        .docs("https://developer.gocardless.com/api-reference/#appendix-webhooks")
        .last_verified("2026-11-25")
        .build()
}
