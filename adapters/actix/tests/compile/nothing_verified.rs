//! A resource whose handler takes no webhook, and one whose webhook is not the last argument.

use actix_web::{App, HttpResponse, web::Path};
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, providers::GitHub, webhook};

async fn on_push(_: Bytes) -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn not_last(_: VerifiedWebhook<GitHub, Bytes>, _: Path<String>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new().service(webhook("/", github.clone(), on_push)).service(webhook("/{a}", github, not_last));
}

fn main() {}
