use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Convoy, simple signatures: HMAC-SHA256 of the body.
    ///
    /// A project can use another field: set it with
    /// [`signature_header`](crate::VerifierBuilder::signature_header). For another hash or
    /// encoding, describe the scheme with [`provider!`](crate::provider). Advanced signatures are
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
