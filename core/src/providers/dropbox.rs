use crate::{Encoding, Handshake, Part, Place, Scheme};

crate::provider! {
    /// Dropbox: HMAC-SHA256 of the body, under the app's secret.
    ///
    /// No timestamp and no id are signed. The handshake (a GET with `challenge`) is answered; the
    /// route must accept GET.
    ///
    #[doc = include_str!("schemes/dropbox.md")]
    pub Dropbox: "dropbox", BodySigned,
    Scheme::hmac_sha256(Place::header("x-dropbox-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .handshake(Handshake::method("GET").query("challenge").as_text())
        .equal_deliveries(
            "a notification names the accounts with changes, and nothing else \
             (dropbox.com/developers/reference/webhooks)",
        )
        .answer_deadline_seconds(10)
        .docs("https://www.dropbox.com/developers/reference/webhooks")
        .last_verified("2026-11-25")
        .build()
}
