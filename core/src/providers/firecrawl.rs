use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Firecrawl: HMAC-SHA256 of the body, under the secret of the account.
    ///
    /// Neither a timestamp nor an id is signed. Firecrawl retries after 1, 5 and 15 minutes.
    ///
    #[doc = include_str!("schemes/firecrawl.md")]
    pub Firecrawl: "firecrawl", BodySigned,
    Scheme::hmac_sha256(Place::header("x-firecrawl-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .answer_deadline_seconds(10)
        .retry_horizon_seconds(21 * 60)
        .docs("https://docs.firecrawl.dev/webhooks/security")
        .last_verified("2026-11-27")
        .build()
}
