use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Schematic: HMAC-SHA256 of the body, a plus sign and a timestamp, under the webhook's secret.
    ///
    /// Its libraries do not check freshness; this crate does.
    ///
    #[doc = include_str!("schemes/schematic.md")]
    pub Schematic: "schematic", BodySigned,
    Scheme::hmac_sha256(Place::header("x-schematic-webhook-signature"), Encoding::Hex)
        .timestamp(Place::header("x-schematic-webhook-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Body, Part::Literal("+"), Part::Timestamp])
        .aliases(&["schematichq"])
        .docs("https://github.com/SchematicHQ/schematic-go/blob/main/webhooks/verification.go")
        .last_verified("2026-11-27")
        .build()
}
