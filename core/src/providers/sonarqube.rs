use crate::{Encoding, Part, Place, Scheme};

crate::provider! {
    /// SonarQube, Server and Cloud: HMAC-SHA256 of the body.
    ///
    /// A webhook is signed only if it has a secret. Neither a timestamp nor an id is signed;
    /// `X-SonarQube-Project` names the project, and is not signed either.
    ///
    #[doc = include_str!("schemes/sonarqube.md")]
    pub SonarQube: "sonarqube", BodySigned,
    Scheme::hmac_sha256(Place::header("x-sonar-webhook-hmac-sha256"), Encoding::Hex)
        .signs(&[Part::Body])
        .aliases(&["sonarcloud"])
        .answer_deadline_seconds(10)
        .docs("https://docs.sonarsource.com/sonarqube-server/project-administration/integrations/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
