use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Authorize.Net: HMAC-SHA512 of the body, in upper-case hexadecimal digits.
    ///
    /// The key is the text of the signature key. It looks like hexadecimal digits, but only the
    /// hash of a transaction uses it decoded.
    ///
    #[doc = include_str!("schemes/authorize-net.md")]
    pub AuthorizeNet: "authorize-net", BodySigned,
    Scheme::hmac_sha512(Place::header("x-anet-signature").prefix("sha512="), Encoding::HexUpper)
        .signs(&[Part::Body])
        .event_id(&["notificationId"])
        .docs("https://developer.authorize.net/api/reference/features/webhooks.html")
        .last_verified("2026-11-27")
        .build()
}
