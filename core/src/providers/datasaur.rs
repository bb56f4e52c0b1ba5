use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Datasaur: HMAC-SHA256 of the body.
    ///
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/datasaur.md")]
    pub Datasaur: "datasaur", BodySigned,
    Scheme::hmac_sha256(Place::header("x-datasaur-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.datasaur.ai/integrations/webhook-notifications/webhook-signature")
        .last_verified("2026-11-27")
        .build()
}
