use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Notion: HMAC-SHA256 of the body, under the verification token that Notion once sends,
    /// in a request that nothing can verify: take it by hand.
    ///
    /// No time is signed; the id of the event is in the body.
    pub Notion: "notion", BodySigned,
    Scheme::hmac_sha256(Place::header("x-notion-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .docs("https://developers.notion.com/reference/webhooks")
        .last_verified("2026-11-25")
        .build()
}
