use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Worldline (Connect and Direct): HMAC-SHA256 of the body, in Base64.
    ///
    /// `X-GCS-KeyId` names the key and is not signed. It is not read: give an endpoint the secrets
    /// of all its keys, or find them with a [resolver](crate::SecretResolver). No timestamp is
    /// signed.
    ///
    #[doc = include_str!("schemes/worldline.md")]
    pub Worldline: "worldline", BodySigned,
    Scheme::hmac_sha256(Place::header("x-gcs-signature"), Encoding::Base64)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .aliases(&["ingenico"])
        .docs("https://docs.connect.worldline-solutions.com/documentation/webhooks/event-structure/")
        .last_verified("2026-11-27")
        .build()
}
