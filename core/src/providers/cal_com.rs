use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Cal.com: HMAC-SHA256 of the body.
    ///
    /// Without a secret, Cal.com sends `no-secret-provided` instead of a signature, which is
    /// rejected. Neither a timestamp nor an id is sent.
    ///
    #[doc = include_str!("schemes/cal-com.md")]
    pub CalCom: "cal-com", BodySigned,
    Scheme::hmac_sha256(Place::header("x-cal-signature-256"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["calcom"])
        .docs("https://cal.com/docs/core-features/webhooks")
        .last_verified("2026-11-27")
        .build()
}
