use crate::{Encoding, Part, Place, Scheme, Unit};

const SIGNATURE: Place = Place::header("x-retell-signature").list(',');

crate::provider! {
    /// Retell: a timestamp in milliseconds and an HMAC-SHA256 of the body and that timestamp in one header field,
    /// `v=…,d=…`, under the API key that has the webhook badge.
    pub Retell: "retell", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("d="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("v="), Unit::Milliseconds)
        .signs(&[Part::Body, Part::Timestamp])
        .answer_deadline_seconds(10)
        .docs("https://docs.retellai.com/features/secure-webhook")
        .checked("2026-11-25")
        .build()
}
