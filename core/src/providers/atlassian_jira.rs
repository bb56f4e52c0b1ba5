use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Jira and Confluence: HMAC-SHA256 of the body, under the secret of a webhook.
    ///
    /// Only webhooks that an administrator registers with a secret are signed; those of apps are
    /// not. The id, which Jira sends, stays the same for retries, but is not signed.
    ///
    #[doc = include_str!("schemes/atlassian-jira.md")]
    pub AtlassianJira: "atlassian-jira", BodySigned,
    Scheme::hmac_sha256(Place::header("x-hub-signature").prefix("sha256="), Encoding::Hex)
        .signs(&[Part::Body])
        .unsigned_id(Place::header("x-atlassian-webhook-identifier"))
        .aliases(&["confluence", "jira"])
        .docs("https://developer.atlassian.com/cloud/jira/platform/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
