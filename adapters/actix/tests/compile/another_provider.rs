//! A resource with a verifier for GitHub and a handler for Stripe.

use actix_web::{App, HttpResponse};
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, providers::Stripe, webhook};

async fn on_event(_: VerifiedWebhook<Stripe, Bytes>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new().service(webhook("/", github, on_event));
}

fn main() {}
