//! A password or a token proves the sender but nothing about the body, so it makes an
//! `AuthenticatedWebhook`, not a `VerifiedWebhook`; and the other way round.

use axum::{Router, routing::post};
use verihook_axum::providers::{CentrePointBasic, GitHub, GitLab};
use verihook_axum::{AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, webhook};

fn ask(_: VerifiedWebhook<CentrePointBasic, Bytes>) {}

fn ask_less(_: AuthenticatedWebhook<GitHub, Bytes>) {}

fn promote(hook: AuthenticatedWebhook<CentrePointBasic, Bytes>) -> VerifiedWebhook<GitHub, Bytes> {
    hook
}

async fn on_event(hook: VerifiedWebhook<GitLab, Json<Vec<u32>>>) {
    let _ = hook.payload();
}

fn route(gitlab: Verifier<GitLab>) -> Router {
    Router::new().route("/", webhook(gitlab, on_event))
}

fn route_with_state(gitlab: Verifier<GitLab>) -> Router {
    Router::new().route("/", post(on_event)).with_state(gitlab)
}

fn main() {}
