use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Texture: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// `Texture-Timestamp` is not signed and its format is not documented, so it is handed on as it came, as
    /// `unsigned_timestamp`, and proves no freshness: an old delivery can be replayed under a new one. The `key` of the event
    /// is its id, and signed with the body; a batch (an array of events, which its documentation announces) has none of its
    /// own.
    pub Texture: "texture", BodySigned,
    {
        let scheme = Scheme::hmac_sha256(Place::header("texture-signature"), Encoding::Hex)
            .signs(&[Part::Body])
            .unsigned_timestamp(Place::header("texture-timestamp"))
            .answer_deadline_seconds(10)
            .docs("https://docs.texturehq.com/")
            .checked("2026-11-25");
        #[cfg(feature = "json")]
        let scheme = scheme.id(Place::json(&["key"]), crate::Syntax::visible().length(1, 256));
        scheme.build()
    }
}
