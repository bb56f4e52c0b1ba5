use crate::{Encoding, Handshake, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Oura: HMAC-SHA256 of the timestamp and the body, in upper-case hexadecimal digits.
    ///
    /// The key is the app's client secret. Its sample re-serialises parsed JSON; here the signature
    /// is checked over the bytes as received. The handshake is a GET with a verification token: set
    /// it with [`handshake_token`](crate::VerifierBuilder::handshake_token), or the handshake is
    /// rejected. An answer 410 cancels the subscription.
    ///
    #[doc = include_str!("schemes/oura.md")]
    pub Oura: "oura", BodySigned,
    Scheme::hmac_sha256(Place::header("x-oura-signature"), Encoding::HexUpper)
        .timestamp(Place::header("x-oura-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Timestamp, Part::Body])
        .handshake(
            Handshake::method("GET")
                .decoded_query("challenge")
                .token("verification_token")
                .as_json("challenge"),
        )
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(3_600)
        .docs("https://cloud.ouraring.com/v2/docs")
        .last_verified("2026-11-27")
        .build()
}
