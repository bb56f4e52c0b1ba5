use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// Microsoft Teams' outgoing webhooks: HMAC-SHA256 of the body, in `Authorization`.
    ///
    /// The key is the decoded security token, which Teams shows once in Base64. The answer to a
    /// delivery is the reply in the channel. No timestamp is signed.
    ///
    #[doc = include_str!("schemes/microsoft-teams.md")]
    pub MicrosoftTeams: "microsoft-teams", BodySigned,
    Scheme::hmac_sha256(Place::header("authorization").prefix("HMAC "), Encoding::Base64)
        .signs(&[Part::Body])
        .base64_secret("")
        .answer_deadline_seconds(5)
        .aliases(&["teams"])
        .docs("https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook")
        .last_verified("2026-11-27")
        .build()
}
