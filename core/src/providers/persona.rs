use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("persona-signature").separated_by(',').grouped_by(' ');

crate::provider! {
    /// Persona: a timestamp and an HMAC-SHA256 in one header field, `t=…,v1=…`.
    ///
    /// While a secret is being rotated, the field has two such groups, separated by a space. The
    /// signature of a step that makes an HTTPS request in a workflow is the same.
    ///
    #[doc = include_str!("schemes/persona.md")]
    pub Persona: "persona", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .event_id(&["data", "id"])
        .docs("https://docs.withpersona.com/docs/webhooks-best-practices")
        .last_verified("2026-11-27")
        .build()
}
