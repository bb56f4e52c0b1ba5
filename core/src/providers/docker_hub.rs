use crate::{Place, Scheme};

crate::provider! {
    /// Docker Hub: unsigned. A secret in the URL is the only proof.
    ///
    /// Before you deploy an image because of a webhook, ask the registry for its digest.
    ///
    #[doc = include_str!("schemes/docker-hub.md")]
    pub DockerHub: "docker-hub", OriginOnly,
    Scheme::token(Place::query("secret"))
        .docs("https://docs.docker.com/docker-hub/repos/manage/webhooks/")
        .last_verified("2026-11-27")
        .build()
}
