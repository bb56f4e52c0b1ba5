use crate::{Encoding, Part, Place, Scheme};

const SIGNATURE: Place = Place::header("x-discourse-event-signature").prefix("sha256=");

crate::provider! {
    /// Discourse: HMAC-SHA256 of the body, after `sha256=`.
    ///
    /// A webhook is signed only if it has a secret. The body is JSON even if its content type says
    /// that it is a form. No timestamp is signed, and the id in a header field is not signed. A
    /// retry is another event with another id; a site retries only if its settings say so.
    ///
    #[doc = include_str!("schemes/discourse.md")]
    pub Discourse: "discourse", BodySigned,
    Scheme::hmac_sha256(SIGNATURE, Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_event(Place::header("x-discourse-event"))
        .unsigned_id(Place::header("x-discourse-event-id"))
        .docs("https://github.com/discourse/discourse/blob/main/app/jobs/regular/emit_web_hook_event.rb")
        .last_verified("2026-11-27")
        .build()
}
