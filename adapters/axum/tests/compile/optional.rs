//! An optional webhook, whose handler would run for forged requests.

use axum::{Router, routing::post};
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) {}

fn route(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", post(on_push)).with_state(github)
}

fn main() {}
