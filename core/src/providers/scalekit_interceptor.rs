use super::standard_webhooks::{MESSAGE_ID, SIGNED};
use crate::{Encoding, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Scalekit's requests to interceptors: Standard Webhooks in `interceptor-` header fields.
    ///
    /// Its library verifies them apart from webhooks, in the same way.
    ///
    #[doc = include_str!("schemes/scalekit-interceptor.md")]
    pub ScalekitInterceptor: "scalekit-interceptor", BodySigned,
    Scheme::hmac_sha256(
        Place::header("interceptor-signature").separated_by(' ').prefix("v1,"),
        Encoding::Base64,
    )
    .id(Place::header("interceptor-id"), MESSAGE_ID)
    .timestamp(Place::header("interceptor-timestamp"), TimestampFormat::Seconds)
    .signs(SIGNED)
    .base64_secret("whsec_")
    .shortest_secret(24)
    .variant_of("scalekit")
    .docs("https://github.com/scalekit-inc/scalekit-sdk-node")
    .last_verified("2026-11-27")
    .build()
}
