use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Pulumi Cloud: HMAC-SHA256 of the body.
    ///
    /// `Pulumi-Webhook-ID` is an unsigned id. No timestamp is signed. A webhook without a secret
    /// has no signature.
    ///
    #[doc = include_str!("schemes/pulumi.md")]
    pub Pulumi: "pulumi", BodySigned,
    Scheme::hmac_sha256(Place::header("pulumi-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("pulumi-webhook-kind"))
        .unsigned_id(Place::header("pulumi-webhook-id"))
        .docs("https://github.com/pulumi/examples/blob/master/aws-ts-pulumi-webhooks/index.ts")
        .last_verified("2026-11-27")
        .build()
}
