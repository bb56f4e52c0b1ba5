//! Guarded routes with a verifier of GitHub's and a handler of Stripe's.

use rocket::{Route, http::Status};
use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe, webhook};

async fn on_event(_: VerifiedWebhook<Stripe, Bytes>) -> Status {
    Status::Ok
}

fn routes(github: Verifier<GitHub>) -> Vec<Route> {
    webhook("/", github, on_event)
}

fn main() {}
