//! Routes whose handler reads the body twice, returns no response, or is not `Send`.

use axum::Router;
use std::rc::Rc;
use verihook_axum::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn body_twice(_: Bytes, _: VerifiedWebhook<GitHub, Bytes>) {}

async fn no_response(_: VerifiedWebhook<GitHub, Bytes>) -> u32 {
    7
}

async fn not_send(_: VerifiedWebhook<GitHub, Bytes>) {
    let kept = Rc::new(7);
    std::future::ready(()).await;
    drop(kept);
}

async fn no_argument() {}

fn routes(github: Verifier<GitHub>) -> Router {
    Router::new()
        .route("/twice", webhook(github.clone(), body_twice))
        .route("/none", webhook(github.clone(), no_response))
        .route("/send", webhook(github.clone(), not_send))
        .route("/argument", webhook(github, no_argument))
}

fn main() {}
