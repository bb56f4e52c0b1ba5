use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Phabricator and Phorge (Herald's webhooks): HMAC-SHA256 of the body, under the HMAC key.
    ///
    /// Neither a timestamp nor an id is signed. The body names the object and its transactions:
    /// fetch them from the API.
    ///
    #[doc = include_str!("schemes/phabricator.md")]
    pub Phabricator: "phabricator", BodySigned,
    Scheme::hmac_sha256(Place::header("x-phabricator-webhook-signature"), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(15)
        .aliases(&["phorge"])
        .docs("https://github.com/phacility/phabricator/blob/master/src/applications/herald/worker/HeraldWebhookWorker.php")
        .last_verified("2026-11-27")
        .build()
}
