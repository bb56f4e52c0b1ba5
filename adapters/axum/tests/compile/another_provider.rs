//! A route with a verifier for GitHub and a handler for Stripe.

use axum::Router;
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe, webhook};

async fn on_event(_: VerifiedWebhook<Stripe, Bytes>) {}

fn route(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", webhook(github, on_event))
}

fn main() {}
