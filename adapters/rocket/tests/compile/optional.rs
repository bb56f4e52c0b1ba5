//! Guarded routes do not take a webhook that need not be there: it would run the handler for
//! forgeries. (As a guard alone Rocket makes it compile, for every type.)

use rocket::{Route, http::Status};
use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) -> Status {
    Status::Ok
}

fn routes(github: Verifier<GitHub>) -> Vec<Route> {
    webhook("/", github, on_push)
}

fn main() {}
