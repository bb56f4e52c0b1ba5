//! A provider that compiles.

use verihook::{Encoding, Part, Place, Scheme, TimestampFormat};

verihook::provider! {
    /// Acme sends parcels.
    pub Acme: "acme", BodySigned,
    Scheme::hmac_sha256(Place::header("acme-signature").prefix("v1="), Encoding::Hex)
        .timestamp(Place::header("acme-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Literal("."), Part::Body])
        .build()
}
