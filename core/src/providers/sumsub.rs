#![cfg(feature = "sha1")]

use crate::{Encoding, Hash, Part, Place, Scheme};

const ALGORITHMS: &[(&str, Hash)] = &[
    ("HMAC_SHA256_HEX", Hash::Sha256),
    ("HMAC_SHA512_HEX", Hash::Sha512),
    ("HMAC_SHA1_HEX", Hash::Sha1),
];

crate::provider! {
    /// Sumsub: an HMAC of the body with SHA-256, SHA-512 or SHA-1.
    ///
    /// `X-Payload-Digest-Alg` names the hash and is not signed. Sumsub's sample takes SHA-256 if
    /// the field is missing; here it is required. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/sumsub.md")]
    pub Sumsub: "sumsub", BodySigned,
    Scheme::hmac_of(ALGORITHMS, Place::header("x-payload-digest"), Encoding::Hex)
        .algorithm_name(Place::header("x-payload-digest-alg"))
        .signs(&[Part::Body])
        .answer_deadline_seconds(5)
        .retry_horizon_seconds(24 * 3600 + 300)
        .docs("https://docs.sumsub.com/docs/webhook-manager")
        .last_verified("2026-11-27")
        .build()
}
