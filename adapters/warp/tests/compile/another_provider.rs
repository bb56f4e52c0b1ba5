//! A route with a verifier for GitHub and a handler for Stripe.

use verihook_warp::{Bytes, VerifiedWebhook, Verifier, handle, providers::GitHub, providers::Stripe};
use warp::http::StatusCode;

async fn on_event((): (), _: VerifiedWebhook<Stripe, Bytes>) -> StatusCode {
    StatusCode::OK
}

fn build(github: Verifier<GitHub>) {
    handle(warp::path!("hook"), github, on_event);
}

fn main() {}
