use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// X (Twitter): HMAC-SHA256 of the body, in Base64, under the app's consumer secret.
    ///
    /// The handshake (a GET with `crc_token`) is answered, so the route must accept GET. X repeats
    /// it. Neither a timestamp nor an id is signed.
    ///
    #[doc = include_str!("schemes/x.md")]
    pub X: "x", BodySigned,
    Scheme::hmac_sha256(Place::header("x-twitter-webhooks-signature").prefix("sha256="), Encoding::Base64)
        .signs(&[Part::Body])
        .handshake(
            Handshake::method("GET")
                .decoded_query("crc_token")
                .as_json_mac("response_token")
                .mac_form("sha256=", Encoding::Base64),
        )
        .answer_deadline_seconds(10)
        .aliases(&["twitter"])
        .docs("https://docs.x.com/x-api/webhooks/quickstart")
        .last_verified("2026-11-27")
        .build()
}
