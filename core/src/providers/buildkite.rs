use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-buildkite-signature").separated_by(',');

crate::provider! {
    /// Buildkite: a timestamp and an HMAC-SHA256 in one header field, `timestamp=…,signature=…`.
    ///
    /// The key is the webhook's token. The alternative, the token itself in `X-Buildkite-Token`, is
    /// `buildkite-token`. `X-Buildkite-Request`, which Buildkite does not document, is an unsigned
    /// id.
    ///
    #[doc = include_str!("schemes/buildkite.md")]
    pub Buildkite: "buildkite", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("signature="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("timestamp="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .unsigned_event(Place::header("x-buildkite-event"))
        .unsigned_id(Place::header("x-buildkite-request"))
        .docs("https://buildkite.com/docs/apis/webhooks/pipelines")
        .last_verified("2026-11-25")
        .build()
}
