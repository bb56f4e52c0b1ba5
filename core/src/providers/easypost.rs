use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// EasyPost: HMAC-SHA256 of the body.
    ///
    /// Its libraries bring the secret into Unicode's form NFKD first, which changes nothing of
    /// ASCII; a secret with anything else in it has to be given in that form. Its library for Node
    /// writes whole weights with a decimal point, which is how its server signs them, too: the
    /// bytes count as they came. No time is signed.
    pub EasyPost: "easypost", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hmac-signature").prefix("hmac-sha256-hex="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://docs.easypost.com/guides/webhooks-guide")
        .last_verified("2026-11-25")
        .build()
}
