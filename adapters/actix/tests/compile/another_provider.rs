//! A resource with a verifier of GitHub's and a handler of Stripe's.

use actix_web::{App, HttpResponse};
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe, webhook};

async fn on_event(_: VerifiedWebhook<Stripe, Bytes>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new().service(webhook("/", github, on_event));
}

fn main() {}
