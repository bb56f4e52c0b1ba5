use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// TransFi: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/transfi.md")]
    pub TransFi: "transfi", BodySigned,
    Scheme::hmac_sha256(Place::header("x-transfi-hmac-hash"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.transfi.com/docs/webhook-signature")
        .last_verified("2026-11-27")
        .build()
}
