use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("recurly-signature").separated_by(',');

crate::provider! {
    /// Recurly: a timestamp in milliseconds and HMAC-SHA256 signatures, in a list without names.
    ///
    /// There are several signatures while a secret is being rotated. Recurly signs only JSON. An
    /// endpoint that receives XML must use another proof.
    ///
    #[doc = include_str!("schemes/recurly.md")]
    pub Recurly: "recurly", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.items_from(1), Encoding::Hex)
        .timestamp(SIGNATURE.item_at(0), TimestampFormat::Milliseconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .docs("https://docs.recurly.com/recurly-subscriptions/docs/signature-verification")
        .last_verified("2026-11-27")
        .build()
}
