use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Twilio, for forms: HMAC-SHA1, in Base64, of the URL and the fields, sorted, under the account's token.
    ///
    /// Of the request's URL only the query is taken, and the rest is configuration. Names and values run into each
    /// other, so different forms can have one signature. JSON bodies are signed in another way, by a hash in the
    /// query, and are not this provider. A URL may be asked with GET too, and no
    /// signature covers which. What the account calls with a port in its URL has to be configured so; Twilio's libraries try both.
    /// No time is signed; `I-Twilio-Idempotency-Token` is an unsigned id.
    pub Twilio: "twilio", BodySigned,
    Scheme::hmac_sha1(Place::header("x-twilio-signature"), Encoding::Base64)
        .signs(&[Part::UrlWithQuery, Part::SortedForm])
        .ambiguous("names and values of the fields stand side by side, in any order, and what is repeated counts once")
        .methods("POST, GET")
        .unsigned_id(Place::header("i-twilio-idempotency-token"))
        .docs("https://www.twilio.com/docs/usage/webhooks/webhooks-security")
        .checked("2026-11-25")
        .build()
}
