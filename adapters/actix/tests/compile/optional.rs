//! A resource does not take a webhook that need not be there: it would run the handler for
//! forgeries. (As an extractor alone actix-web makes it compile, for every type.)

use actix_web::{App, HttpResponse};
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new().service(webhook("/", github, on_push));
}

fn main() {}
