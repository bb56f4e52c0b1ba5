#![cfg(feature = "json")]

use crate::{Encoding, Part, Place, Scheme, TimestampFormat};

const SIGNATURE: Place = Place::header("x-infisical-signature").separated_by(';').item_at(1);

crate::provider! {
    /// Infisical: HMAC-SHA256 of the body, which contains the timestamp, after `t=…;` in one field.
    ///
    /// The timestamp is `timestamp` in the body, in milliseconds, so this provider needs the
    /// feature `json`. The same number in the header is not signed, and is not read.
    ///
    #[doc = include_str!("schemes/infisical.md")]
    pub Infisical: "infisical", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .timestamp(Place::json(&["timestamp"]), TimestampFormat::Milliseconds)
        .signs(&[Part::Body])
        .answer_deadline_seconds(15)
        .docs("https://github.com/Infisical/infisical/blob/main/backend/src/services/webhook/webhook-fns.ts")
        .last_verified("2026-11-27")
        .build()
}
