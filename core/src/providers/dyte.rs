#![cfg(feature = "rsa")]

use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Dyte: RSA of the body, under the public key that Dyte publishes.
    ///
    /// Its sample serialises parsed JSON again; here the signature is checked over the bytes as
    /// received. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/dyte.md")]
    pub Dyte: "dyte", BodySigned,
    Scheme::rsa_sha256(Place::header("dyte-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.dyte.io/guides/capabilities/webhooks/signatures")
        .last_verified("2026-11-27")
        .build()
}
