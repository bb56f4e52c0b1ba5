//! Programs that compile: other extractors before the webhook, a `Result` of it, the extractor
//! alone, the middleware.

use actix_web::{App, HttpResponse, web};
use verihook_actix::{
    Bytes, Json, Verified, VerifiedWebhook, Verifier, VerifyWebhook, WebhookRejection,
    providers::GitHub, webhook,
};

async fn on_push(_: web::Path<String>, _: VerifiedWebhook<GitHub, Json<Vec<u32>>>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn looks(_: Result<VerifiedWebhook<GitHub, Bytes>, WebhookRejection>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn behind(_: web::ReqData<Verified<GitHub, Bytes>>, _: Bytes) -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn build(github: Verifier<GitHub>) {
    App::new()
        .service(webhook("/a/{b}", github.clone(), on_push))
        .service(webhook("/b", github.clone(), looks))
        .service(
            web::scope("/c")
                .wrap(VerifyWebhook::new(github.clone()))
                .route("", web::post().to(behind)),
        )
        .app_data(github)
        .route("/d", web::post().to(looks));
}

pub(crate) fn all() {
    let _ = build;
}
