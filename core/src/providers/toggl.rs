use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Toggl Track: HMAC-SHA256 of the body, under the subscription's secret.
    ///
    /// Toggl sends events only after a validation. This crate does not answer the `PING` with its
    /// code: open the link of the `PING` instead.
    ///
    #[doc = include_str!("schemes/toggl.md")]
    pub Toggl: "toggl", BodySigned,
    Scheme::hmac_sha256(Place::header("x-webhook-signature-256").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["toggl-track"])
        .docs("https://github.com/toggl/toggl_api_docs/blob/master/webhooks.md")
        .last_verified("2026-11-27")
        .build()
}
