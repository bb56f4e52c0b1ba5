#![cfg(feature = "json")]

use crate::{Encoding, Part, Place, Scheme, Syntax};

crate::provider! {
    /// Texture: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// `Texture-Timestamp` is not signed and its format is not documented, so it is available as
    /// received, as `unsigned_timestamp`, and proves no freshness: an old delivery can be replayed
    /// under a new one. The `key` of the event is its id and is signed with the body, so this
    /// provider needs the feature `json`. A batch (an array of events, which the documentation
    /// announces) has no id.
    ///
    #[doc = include_str!("schemes/texture.md")]
    pub Texture: "texture", BodySigned,
    Scheme::hmac_sha256(Place::header("texture-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .id(Place::json(&["key"]), Syntax::visible().length(1, 256))
        .unsigned_timestamp(Place::header("texture-timestamp"))
        .answer_deadline_seconds(10)
        .docs("https://docs.texturehq.com/")
        .last_verified("2026-11-25")
        .build()
}
