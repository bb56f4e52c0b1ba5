use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Cronofy: HMAC-SHA256 of the body, under the application's client secret.
    ///
    /// During a rotation, one header lists a signature for each secret, separated by commas.
    /// Cronofy sends no timestamp and no id.
    ///
    #[doc = include_str!("schemes/cronofy.md")]
    pub Cronofy: "cronofy", BodySigned,
    Scheme::hmac_sha256(Place::header("cronofy-hmac-sha256").separated_by(','), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.cronofy.com/developers/push-notifications/authentication/")
        .last_verified("2026-11-25")
        .build()
}
