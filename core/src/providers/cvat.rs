use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// CVAT, the annotation tool: HMAC-SHA256 of the body, under the webhook's secret.
    ///
    /// Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/cvat.md")]
    pub Cvat: "cvat", BodySigned,
    Scheme::hmac_sha256(Place::header("x-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.cvat.ai/docs/api_sdk/sdk/examples/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
