use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// LinkedIn: HMAC-SHA256 of `hmacsha256=` and the body, under the app's client secret.
    ///
    /// The handshake (a GET with `challengeCode`) is answered, so the route must accept GET.
    /// LinkedIn repeats it. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/linkedin.md")]
    pub LinkedIn: "linkedin", BodySigned,
    Scheme::hmac_sha256(Place::header("x-li-signature"), Encoding::Hex)
        .signs(&[Part::Literal("hmacsha256="), Part::Body])
        .handshake(
            Handshake::method("GET")
                .query("challengeCode")
                .as_json_with_mac("challengeCode", "challengeResponse"),
        )
        .docs("https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation")
        .last_verified("2026-11-27")
        .build()
}
