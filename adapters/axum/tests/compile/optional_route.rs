//! A route whose handler takes an optional webhook.

use axum::Router;
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) {}

fn route(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", webhook(github, on_push))
}

fn main() {}
