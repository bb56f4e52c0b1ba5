//! A resource whose handler takes an optional webhook, and would run for forged requests. (With the
//! extractor alone this compiles, because actix-web accepts `Option` of any extractor.)

use actix_web::{App, HttpResponse};
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Option<VerifiedWebhook<GitHub, Bytes>>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new().service(webhook("/", github, on_push));
}

fn main() {}
