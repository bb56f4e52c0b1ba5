//! A handler that expects a path parameter of another type.

use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::GitHub};
use warp::http::StatusCode;

async fn on_push((_,): (u32,), _: VerifiedWebhook<GitHub, Bytes>) -> StatusCode {
    StatusCode::OK
}

fn build(github: Verifier<GitHub>) {
    handle(warp::path!("hooks" / String), github, on_push);
}

fn main() {}
