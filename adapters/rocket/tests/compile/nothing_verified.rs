//! Guarded routes whose handler takes no webhook.

use rocket::{Route, http::Status};
use verihook_rocket::{Bytes, Verifier, providers::GitHub, webhook};

async fn on_push(_: Bytes) -> Status {
    Status::Ok
}

fn routes(github: Verifier<GitHub>) -> Vec<Route> {
    webhook("/", github, on_push)
}

fn main() {}
