//! A webhook that is not the last argument, and one next to another extractor of the body.

use axum::{Router, extract::Path, routing::post};
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub};

async fn not_last(_: VerifiedWebhook<GitHub, Bytes>, _: Path<String>) {}

async fn body_twice(_: Bytes, _: VerifiedWebhook<GitHub, Bytes>) {}

fn routes(github: Verifier<GitHub>) -> Router {
    Router::new().route("/{a}", post(not_last)).route("/", post(body_twice)).with_state(github)
}

fn main() {}
