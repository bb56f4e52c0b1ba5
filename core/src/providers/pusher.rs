use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Pusher Channels: HMAC-SHA256 of the body.
    ///
    /// The key is the secret of the API key that `X-Pusher-Key` names. That header is not read:
    /// every secret of the endpoint is tried. `time_ms` in the body is signed with the body, but
    /// not checked.
    ///
    #[doc = include_str!("schemes/pusher.md")]
    pub Pusher: "pusher", BodySigned,
    Scheme::hmac_sha256(Place::header("x-pusher-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(4)
        .retry_horizon_seconds(300)
        .docs("https://pusher.com/docs/channels/server_api/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
