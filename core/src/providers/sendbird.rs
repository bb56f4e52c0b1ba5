use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Sendbird: HMAC-SHA256 of the body, under the master API token.
    ///
    /// Secondary API tokens do not verify. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/sendbird.md")]
    pub Sendbird: "sendbird", BodySigned,
    Scheme::hmac_sha256(Place::header("x-sendbird-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(5)
        .docs("https://docs.sendbird.com/docs/chat/platform-api/v3/webhook/webhook-overview")
        .last_verified("2026-11-27")
        .build()
}
