//! A route whose handler takes no webhook, and one whose handler takes an optional webhook.

use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::GitHub};
use warp::http::StatusCode;

async fn on_push((): (), _: Bytes) -> StatusCode {
    StatusCode::OK
}

async fn optional((): (), _: Option<VerifiedWebhook<GitHub, Bytes>>) -> StatusCode {
    StatusCode::OK
}

fn build(github: Verifier<GitHub>) {
    handle(warp::path!("hook"), github.clone(), on_push);
    handle(warp::path!("hook"), github, optional);
}

fn main() {}
