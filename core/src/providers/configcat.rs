use crate::{Encoding, Part, Place, Scheme, Syntax, TimestampFormat};

crate::provider! {
    /// ConfigCat: HMAC-SHA256 of id, timestamp and body, with nothing between them.
    ///
    /// The field lists a signature for each of two signing keys. A key is the text that the
    /// dashboard shows, with `configcat_whsk_`. Every request has another id; the documented one is
    /// 32 hexadecimal digits. No tolerance is documented. Choose POST as the method; requests with
    /// another one are rejected.
    ///
    #[doc = include_str!("schemes/configcat.md")]
    pub ConfigCat: "configcat", BodySigned,
    Scheme::hmac_sha256(
        Place::header("x-configcat-webhook-signature-v1").separated_by(','),
        Encoding::Base64,
    )
        .id(Place::header("x-configcat-webhook-id"), Syntax::HEX.length(32, 32))
        .timestamp(Place::header("x-configcat-webhook-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Id, Part::Timestamp, Part::Body])
        .docs("https://configcat.com/docs/advanced/notifications-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
