//! A payload that does not implement `Deserialize`.

use axum::{Router, routing::post};
use verihook_axum::{Json, VerifiedWebhook, Verifier, providers::GitHub};

struct Push;

async fn on_push(_: VerifiedWebhook<GitHub, Json<Push>>) {}

fn route(github: Verifier<GitHub>) -> Router {
    Router::new().route("/", post(on_push)).with_state(github)
}

fn main() {}
