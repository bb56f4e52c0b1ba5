use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Plain (customer support): HMAC-SHA256 of the body, under the workspace's secret.
    ///
    /// Its sample re-serialises parsed JSON; here the signature is checked over the bytes as
    /// received. A webhook contains the time of the attempt, in `webhookMetadata`, which this crate
    /// does not read. Requests for customer cards are signed in the same way.
    ///
    #[doc = include_str!("schemes/plain.md")]
    pub Plain: "plain", BodySigned,
    Scheme::hmac_sha256(Place::header("plain-request-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .varying_body("`webhookMetadata` describes the attempt (@team-plain/typescript-sdk)")
        .docs("https://www.plain.com/docs/request-signing")
        .last_verified("2026-11-27")
        .build()
}
