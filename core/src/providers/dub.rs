use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Dub: HMAC-SHA256 of the body, under the secret of the webhook or the postback.
    ///
    /// Neither a timestamp nor an id in a header field is signed; the `id` in the body is.
    ///
    #[doc = include_str!("schemes/dub.md")]
    pub Dub: "dub", BodySigned,
    Scheme::hmac_sha256(Place::header("dub-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .docs("https://dub.co/docs/webhooks/verify-webhook-requests")
        .last_verified("2026-11-27")
        .build()
}
