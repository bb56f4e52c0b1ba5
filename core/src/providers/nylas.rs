use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Nylas (v3): HMAC-SHA256 of the body, under the secret of the webhook destination.
    ///
    /// No timestamp is signed. Nylas signs the bytes that it sends. A compressed body is rejected
    /// here, so leave compression off. The handshake (a GET with `challenge`) is answered; the
    /// route must accept GET.
    ///
    #[doc = include_str!("schemes/nylas.md")]
    pub Nylas: "nylas", BodySigned,
    Scheme::hmac_sha256(Place::header("x-nylas-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::method("GET").query("challenge").as_text())
        .answer_deadline_seconds(10)
        .docs("https://developer.nylas.com/docs/cookbook/use-cases/build/verify-webhook-signatures/")
        .last_verified("2026-11-27")
        .build()
}
