use crate::{Encoding, Part, Place, Scheme};

const SIGNATURE: Place = Place::header("livepeer-signature").separated_by(',');

crate::provider! {
    /// Livepeer Studio: HMAC-SHA256 of the body, beside a timestamp, `t=…,v1=…`.
    ///
    /// Unlike in other schemes of this form, `t` is not signed. The body contains the same
    /// `timestamp`, which Livepeer signs and this crate does not read.
    ///
    #[doc = include_str!("schemes/livepeer.md")]
    pub Livepeer: "livepeer", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_timestamp(SIGNATURE.prefix("t="))
        .docs("https://docs.livepeer.org/developers/guides/setup-and-listen-to-webhooks")
        .last_verified("2026-11-27")
        .build()
}
