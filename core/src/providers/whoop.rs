use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// WHOOP's partner API: HMAC-SHA256 of the body.
    ///
    /// The webhooks of WHOOP's public API sign a timestamp too, and are not this provider.
    ///
    #[doc = include_str!("schemes/whoop-partner.md")]
    pub WhoopPartner: "whoop-partner", BodySigned,
    Scheme::hmac_sha256(Place::header("whoop-signed"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developer.whoop.com/docs/partner/tutorials/handle-webhooks")
        .last_verified("2026-11-25")
        .build()
}
