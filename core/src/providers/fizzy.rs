use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Fizzy (37signals): HMAC-SHA256 of the body.
    ///
    /// The timestamp in `X-Webhook-Timestamp` is the event's, and is not signed.
    ///
    #[doc = include_str!("schemes/fizzy.md")]
    pub Fizzy: "fizzy", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_timestamp(Place::header("x-webhook-timestamp"))
        .answer_deadline_seconds(7)
        .docs("https://github.com/basecamp/fizzy/blob/main/app/models/webhook/delivery.rb")
        .last_verified("2026-11-27")
        .build()
}
