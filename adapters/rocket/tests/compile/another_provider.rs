//! Guarded routes with a verifier for GitHub and a handler for Stripe.

use rocket::{Route, http::Status};
use verihook_rocket::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe, webhook};

async fn on_event(_: VerifiedWebhook<Stripe, Bytes>) -> Status {
    Status::Ok
}

fn routes(github: Verifier<GitHub>) -> Vec<Route> {
    webhook("/", github, on_event)
}

fn main() {}
