//! A router without a verifier, and one with a verifier for another provider.

use axum::{Router, routing::post};
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe};

async fn on_push(_: VerifiedWebhook<GitHub, Bytes>) {}

fn without() -> Router {
    Router::new().route("/", post(on_push)).with_state(())
}

fn with_another(stripe: Verifier<Stripe>) -> Router {
    Router::new().route("/", post(on_push)).with_state(stripe)
}

fn main() {}
