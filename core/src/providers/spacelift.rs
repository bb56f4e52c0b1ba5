use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Spacelift: HMAC-SHA256 of the body, under the secret of the webhook or of the audit trail.
    ///
    /// The SHA-1 in `X-Signature`, beside it, is ignored. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/spacelift.md")]
    pub Spacelift: "spacelift", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.spacelift.io/integrations/webhooks")
        .last_verified("2026-11-27")
        .build()
}
