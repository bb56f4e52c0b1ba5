use verihook::{Encoding, Part, Place, Scheme, Unit};

verihook::provider! {
    /// Acme sends parcels.
    pub Acme: "acme", BodySigned,
    Scheme::hmac_sha256(Place::header("acme-signature").prefix("v1="), Encoding::Hex)
        .timestamp(Place::header("acme-timestamp"), Unit::Seconds)
        .signs(&[Part::Timestamp, Part::Text("."), Part::Body])
        .build()
}

fn main() {}
