use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Smartcar: HMAC-SHA256 of the body, under the application's management token.
    ///
    /// Its library writes parsed JSON again; here the bytes count as they came. The question by which Smartcar asks
    /// whether the endpoint is there (`VERIFY`) is signed, and reaches the handler, which has to answer it. No time is signed.
    pub Smartcar: "smartcar", BodySigned,
    Scheme::hmac_sha256(Place::header("sc-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://smartcar.com/docs/api-reference/webhooks/payload-verification")
        .build()
}
