use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Heroku's app and add-on webhooks: HMAC-SHA256 of the body, in Base64.
    ///
    /// No timestamp is signed. The `Authorization` that you can set for a webhook is not needed
    /// and not read.
    ///
    #[doc = include_str!("schemes/heroku.md")]
    pub Heroku: "heroku", BodySigned,
    Scheme::hmac_sha256(Place::header("heroku-webhook-hmac-sha256"), Encoding::Base64)
        .signs(&[Part::Body])
        .event_id(&["webhook_metadata", "event", "id"])
        .varying_body("`webhook_metadata` names the attempt (heroku/webhooks-docs, README.md)")
        .docs("https://devcenter.heroku.com/articles/app-webhooks")
        .last_verified("2026-11-27")
        .build()
}
