//! A route whose handler takes a state that the router does not have.

use axum::{Router, extract::State};
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

#[derive(Clone)]
struct Shop;

async fn on_push(_: State<Shop>, _: VerifiedWebhook<GitHub, Bytes>) {}

fn without(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", webhook(github, on_push))
}

fn main() {}
