use crate::{Encoding, Part, Place, Scheme};

const SIGNATURE: Place = Place::header("fpjs-event-signature").separated_by(',');

crate::provider! {
    /// Fingerprint: HMAC-SHA256 signatures of the body in one header field, `v1=…`.
    ///
    /// Fingerprint signs for enterprise customers who have asked for it. Neither a timestamp nor an
    /// id is signed.
    ///
    #[doc = include_str!("schemes/fingerprint.md")]
    pub Fingerprint: "fingerprint", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["fingerprintjs"])
        .docs("https://dev.fingerprint.com/docs/webhooks-security")
        .last_verified("2026-11-27")
        .build()
}
