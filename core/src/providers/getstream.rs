use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Stream (Chat, Video, Feeds): HMAC-SHA256 of the body, under the API secret.
    ///
    /// A body that it compresses is signed as it was before; here it is refused, so leave
    /// compression off. The id stays the same when a delivery is repeated, and is not signed; no
    /// time is. Which of your applications sends is in `X-Api-Key`.
    pub GetStream: "getstream", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-webhook-id"))
        .docs("https://getstream.io/chat/docs/node/webhooks_overview/")
        .last_verified("2026-11-25")
        .build()
}
