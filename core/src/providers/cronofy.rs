use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Cronofy: HMAC-SHA256 of the body, under the application's client secret.
    ///
    /// While the secret is changed, one field lists a signature for each, with commas between them.
    /// Neither a time nor an id is told.
    pub Cronofy: "cronofy", BodySigned,
    Scheme::hmac_sha256(Place::header("cronofy-hmac-sha256").separated_by(','), Encoding::Base64)
        .signs(&[Part::Body])
        .docs("https://docs.cronofy.com/developers/push-notifications/authentication/")
        .last_verified("2026-11-25")
        .build()
}
