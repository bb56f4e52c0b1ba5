use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// MailerSend: HMAC-SHA256 of the body, in a header named `Signature`.
    ///
    /// No timestamp is signed. When a webhook is saved, MailerSend sends a `webhook.test` that is
    /// signed with a fixed secret, which its documentation prints. Do not add that secret to the
    /// endpoint: with it, anyone can sign any event.
    ///
    #[doc = include_str!("schemes/mailersend.md")]
    pub MailerSend: "mailersend", BodySigned,
    Scheme::hmac_sha256(Place::header("signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["data", "id"])
        .docs("https://developers.mailersend.com/api/v1/webhooks.html")
        .last_verified("2026-11-25")
        .build()
}
