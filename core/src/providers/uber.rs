use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Uber: HMAC-SHA256 of the body, under the signing key of the webhook or the client secret.
    ///
    /// Which of the two it is depends on the API. No timestamp is signed. `X-Environment`, which
    /// says whether the sandbox sends, is not signed.
    ///
    #[doc = include_str!("schemes/uber.md")]
    pub Uber: "uber", BodySigned,
    Scheme::hmac_sha256(Place::header("x-uber-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["event_id"])
        .retry_horizon_seconds(3600)
        .docs("https://developer.uber.com/docs/guest-rides/guides/webhooks")
        .last_verified("2026-11-27")
        .build()
}
