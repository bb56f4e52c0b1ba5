use crate::{Encoding, Handshake, Part, Place, Scheme, TimestampFormat};

crate::provider! {
    /// Zoom: HMAC-SHA256 of `v0:`, the timestamp, `:` and the body.
    ///
    /// Its samples re-serialise parsed JSON; here the signature is checked over the bytes as
    /// received. The handshake (`endpoint.url_validation`) is signed, and answered.
    ///
    #[doc = include_str!("schemes/zoom.md")]
    pub Zoom: "zoom", BodySigned,
    Scheme::hmac_sha256(Place::header("x-zm-signature").prefix("v0="), Encoding::Hex)
        .timestamp(Place::header("x-zm-request-timestamp"), TimestampFormat::Seconds)
        .signs(&[Part::Literal("v0:"), Part::Timestamp, Part::Literal(":"), Part::Body])
        .handshake(
            Handshake::signed(&["event"], "endpoint.url_validation")
                .json(&["payload", "plainToken"])
                .as_json_with_mac("plainToken", "encryptedToken"),
        )
        .answer_deadline_seconds(3)
        .retry_horizon_seconds(5_100)
        .docs("https://developers.zoom.us/docs/api/webhooks/")
        .last_verified("2026-11-25")
        .build()
}
