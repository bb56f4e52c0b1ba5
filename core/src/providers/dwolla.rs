use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Dwolla: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// The key is the secret that you chose for the subscription. No timestamp is signed. The id in
    /// the body is that of the event. Older guides show `X-Request-Signature`, an HMAC-SHA1, which
    /// is not read here. `X-Dwolla-Topic` is not signed.
    ///
    #[doc = include_str!("schemes/dwolla.md")]
    pub Dwolla: "dwolla", BodySigned,
    Scheme::hmac_sha256(Place::header("x-request-signature-sha-256"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-dwolla-topic"))
        .event_id(&["id"])
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(259_200)
        .docs("https://developers.dwolla.com/docs/connect/webhooks/process-validate")
        .last_verified("2026-11-27")
        .build()
}
