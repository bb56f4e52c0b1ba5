use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// MailerSend: HMAC-SHA256 of the body, in a header named `Signature`.
    ///
    /// No timestamp is signed. MailerSend saves a webhook only after a test of type `webhook.test`
    /// was answered with a 2xx status. It signs the test with a secret that its documentation
    /// prints, so the test is acknowledged and never reaches a handler. Do not add that secret to
    /// the endpoint: with it, anyone can sign any event.
    ///
    #[doc = include_str!("schemes/mailersend.md")]
    pub MailerSend: "mailersend", BodySigned,
    Scheme::hmac_sha256(Place::header("signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(
            Handshake::signed(&["type"], "webhook.test")
                .signed_with("test_Am3L1GuOIc4blLUuHqAPxxwkZaJyEk8G")
                .reply_ok(),
        )
        .event_id(&["data", "id"])
        .docs("https://developers.mailersend.com/api/v1/webhooks.html")
        .last_verified("2026-11-25")
        .build()
}
