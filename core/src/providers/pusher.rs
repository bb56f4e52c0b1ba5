use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Pusher Channels: HMAC-SHA256 of the body, under the secret of the key that `X-Pusher-Key`
    /// names.
    ///
    /// That field is not read: every secret of the endpoint is tried. `time_ms` in the body is
    /// signed with it, and not judged.
    pub Pusher: "pusher", BodySigned,
    Scheme::hmac_sha256(Place::header("x-pusher-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .retry_horizon_seconds(300)
        .docs("https://pusher.com/docs/channels/server_api/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
