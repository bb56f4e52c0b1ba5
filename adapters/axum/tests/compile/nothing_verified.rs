//! A route whose handler takes no webhook.

use axum::Router;
use verihook_axum::{Bytes, Verifier, providers::GitHub, webhook};

async fn on_push(_: Bytes) {}

fn route(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", webhook(github, on_push))
}

fn main() {}
