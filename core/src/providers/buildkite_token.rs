use crate::{Place, Scheme};

crate::provider! {
    /// Buildkite, with the webhook's token itself in `X-Buildkite-Token`. The body is not signed.
    ///
    /// This is Buildkite's default. Prefer `buildkite`, which signs. `X-Buildkite-Request`, which
    /// Buildkite does not document, is an unsigned id.
    ///
    #[doc = include_str!("schemes/buildkite-token.md")]
    pub BuildkiteToken: "buildkite-token", OriginOnly,
    Scheme::token(Place::header("x-buildkite-token"))
        .unsigned_event(Place::header("x-buildkite-event"))
        .unsigned_id(Place::header("x-buildkite-request"))
        .variant_of("buildkite")
        .docs("https://buildkite.com/docs/apis/webhooks/pipelines")
        .last_verified("2026-11-25")
        .build()
}
