use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Asana: HMAC-SHA256 of the body, under a secret that Asana sends once, in `X-Hook-Secret`.
    ///
    /// That request is not signed. Only an endpoint with a
    /// [`secret_exchange`](crate::VerifierBuilder::secret_exchange) and no secret yet accepts it,
    /// passes the secret to the application and repeats it in the answer. Neither a timestamp nor
    /// an id is signed.
    ///
    #[doc = include_str!("schemes/asana.md")]
    pub Asana: "asana", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::delivers_secret("x-hook-secret"))
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(86_400)
        .docs("https://developers.asana.com/docs/webhooks-guide")
        .last_verified("2026-11-25")
        .build()
}
