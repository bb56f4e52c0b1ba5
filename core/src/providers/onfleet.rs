use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Onfleet: HMAC-SHA512 of the body, under the bytes that the secret's hex digits stand for.
    ///
    /// Neither a timestamp nor an id is signed. The handshake (a GET with `check`) is answered; the
    /// route must accept GET. Onfleet retries every 30 minutes for a day after any answer but 200.
    ///
    #[doc = include_str!("schemes/onfleet.md")]
    pub Onfleet: "onfleet", BodySigned,
    Scheme::hmac_sha512(Place::header("x-onfleet-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .hex_secret()
        .handshake(Handshake::method("GET").query("check").as_text())
        .retry_horizon_seconds(86_400)
        .docs("https://docs.onfleet.com/reference/secrets")
        .last_verified("2026-11-27")
        .build()
}
