use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Convoy, simple signatures: HMAC-SHA256 of the body.
    ///
    /// A project can be set to another field, hash or encoding: set the field with
    /// [`signature_header`](crate::VerifierBuilder::signature_header). Advanced signatures are
    /// `convoy-advanced`. No timestamp and no id are signed.
    ///
    #[doc = include_str!("schemes/convoy.md")]
    pub Convoy: "convoy", BodySigned,
    Scheme::hmac_sha256(Place::header("x-convoy-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://github.com/frain-dev/convoy/blob/main/pkg/signature/signature.go")
        .last_verified("2026-11-27")
        .build()
}
