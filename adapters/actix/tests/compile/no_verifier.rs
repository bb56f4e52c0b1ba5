//! A resource and a middleware without a verifier.

use actix_web::HttpResponse;
use verihook_actix::{Bytes, VerifiedWebhook, Verifier, VerifyWebhook, providers::GitHub, webhook};

async fn on_push(_: VerifiedWebhook<GitHub, Bytes>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build() {
    let _ = webhook("/", on_push);
    let _ = VerifyWebhook::<Verifier<GitHub>>::new();
}

fn main() {}
