use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// MailerSend: HMAC-SHA256 of the body, in a header named `Signature`.
    ///
    /// No timestamp and no id are signed, or sent outside the body.
    ///
    #[doc = include_str!("schemes/mailersend.md")]
    pub MailerSend: "mailersend", BodySigned,
    Scheme::hmac_sha256(Place::header("signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.mailersend.com/api/v1/webhooks.html")
        .last_verified("2026-11-25")
        .build()
}
