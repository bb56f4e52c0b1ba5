use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Typeform: HMAC-SHA256 of the body, in Base64 after `sha256=`.
    ///
    /// A webhook is signed only if its secret is set. The secret is used as it is, although
    /// Typeform suggests hexadecimal digits. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/typeform.md")]
    pub Typeform: "typeform", BodySigned,
    Scheme::hmac_sha256(Place::header("typeform-signature").prefix("sha256="), Encoding::Base64)
        .signs(&[Part::Body])
        .event_id(&["event_id"])
        .docs("https://www.typeform.com/developers/webhooks/secure-your-webhooks/")
        .last_verified("2026-11-27")
        .build()
}
