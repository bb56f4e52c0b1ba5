//! Guarded routes whose handler takes an optional webhook, and would run for forged requests. (With
//! the guard alone this compiles, because Rocket accepts `Option` of any guard.)

use rocket::{Route, http::Status};
use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) -> Status {
    Status::Ok
}

fn routes(github: Verifier<GitHub>) -> Vec<Route> {
    webhook("/", github, on_push)
}

fn main() {}
