use crate::{Encoding, Part, Place, Scheme, Unit};

const SIGNATURE: Place = Place::header("mux-signature").list(',');

crate::provider! {
    /// Mux: a timestamp and HMAC-SHA256 signatures in one header field, `t=…,v1=…`.
    ///
    /// Its library refuses only what is old; here a time ahead is refused too. The id of the event is in the body.
    pub Mux: "mux", BodySigned,
    Scheme::hmac_sha256(SIGNATURE.prefix("v1="), Encoding::Hex)
        .timestamp(SIGNATURE.prefix("t="), Unit::Seconds)
        .signs(&[Part::Timestamp, Part::Text("."), Part::Body])
        .docs("https://docs.mux.com/core/verify-webhook-signatures")
        .checked("2026-11-25")
        .build()
}
