#![cfg(feature = "form")]

use crate::{BodyDigest, Encoding, Part, Place, Scheme};

const SETTINGS: Place = Place::header("x-twilio-webhooks-signature-settings").separated_by(',');

crate::provider! {
    /// Twilio with a shared key: HMAC-SHA256, in Base64, of the URL and the sorted fields of a
    /// form.
    ///
    /// A rule of the account (a public beta) chooses the key and the algorithm, which Twilio names
    /// in `X-Twilio-Webhooks-Signature-Settings`; the secret is that of the key, not the auth
    /// token. The signed content and its caveats are those of `twilio`: a body that is not a form
    /// is signed by its digest, and nothing separates the query, the names and the values.
    ///
    #[doc = include_str!("schemes/twilio-shared-key.md")]
    pub TwilioSharedKey: "twilio-shared-key", BodySigned,
    Scheme::hmac_sha256(Place::header("x-twilio-signature"), Encoding::Base64)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .body_digest(BodyDigest::query("bodySHA256", Encoding::Hex))
        .requires(&[(SETTINGS.prefix("algorithm="), "HMAC_SHA256")])
        .ambiguous("nothing separates the query, the names and the values; the order of the fields is not signed, and a repeated field counts once")
        .either_port()
        .methods("POST, GET")
        .unsigned_id(Place::header("i-twilio-idempotency-token"))
        .variant_of("twilio")
        .docs("https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys")
        .last_verified("2026-11-26")
        .build()
}
