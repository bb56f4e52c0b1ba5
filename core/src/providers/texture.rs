use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Texture: HMAC-SHA256 of the body, in hexadecimal digits.
    ///
    /// `Texture-Timestamp` is not signed and its format is not documented, so it is handed on as it came, as
    /// `unsigned_timestamp`, and proves no freshness: an old delivery can be replayed under a new one.
    pub Texture: "texture", BodySigned,
    Scheme::hmac_sha256(Place::header("texture-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_timestamp(Place::header("texture-timestamp"))
        .docs("https://docs.texturehq.com/")
        .build()
}
