use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Notion: HMAC-SHA256 of the body, under the verification token.
    ///
    /// Notion sends the token once, in a request that cannot be verified: copy it by hand. No
    /// timestamp is signed.
    ///
    #[doc = include_str!("schemes/notion.md")]
    pub Notion: "notion", BodySigned,
    Scheme::hmac_sha256(Place::header("x-notion-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .event_id(&["id"])
        .varying_body(
            "`attempt_number` counts the attempts (notion-sdk-js, src/api-endpoints/webhooks.ts)",
        )
        .docs("https://developers.notion.com/reference/webhooks")
        .last_verified("2026-11-25")
        .build()
}
