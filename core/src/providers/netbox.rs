use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// NetBox: HMAC-SHA512 of the body.
    ///
    /// The user chooses the method and the body. A GET has no body to sign, so it is not accepted.
    /// No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/netbox.md")]
    pub NetBox: "netbox", BodySigned,
    Scheme::hmac_sha512(Place::header("x-hook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .methods("POST, PUT, PATCH, DELETE")
        .docs("https://netboxlabs.com/docs/netbox/models/extras/webhook/")
        .last_verified("2026-11-27")
        .build()
}
