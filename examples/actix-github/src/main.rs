//! Receives pushes to a GitHub repository with actix-web: `SECRET=… cargo run -p actix-github`.

use actix_web::{App, HttpResponse, HttpServer, web};
use inbox::{Inbox, Settings, Stored};
use serde::Deserialize;
use verihook_actix::providers::GitHub;
use verihook_actix::{
    Bytes, JsonOrForm, Secrets, VerifiedWebhook, Verifier, WebhookRejection, webhook,
};

#[derive(Deserialize)]
struct Push {
    r#ref: String,
    after: String,
}

async fn on_push(
    inbox: web::Data<Inbox>,
    hook: VerifiedWebhook<GitHub, Bytes>,
) -> Result<HttpResponse, WebhookRejection> {
    // GitHub sends a ping first. The kind of event is not signed, so it only chooses the payload.
    if hook.delivery().unsigned_event() == Some("ping") {
        tracing::info!("GitHub can reach this endpoint");
        return Ok(HttpResponse::Ok().finish());
    }
    let hook = hook.parse::<JsonOrForm<Push>>()?;
    let Push { r#ref, after } = &hook.payload().0;
    match inbox.store(hook.delivery(), hook.body()).await {
        Ok(Stored::New) => tracing::info!("{ref} is at {after}"),
        Ok(Stored::Again) => tracing::info!("{ref} is at {after} (duplicate delivery)"),
        Err(error) => {
            tracing::error!("{error}");
            return Ok(HttpResponse::ServiceUnavailable().finish());
        }
    }
    Ok(HttpResponse::Ok().finish())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let github = Verifier::<GitHub>::builder().secrets(&secrets).build()?;
    let inbox = web::Data::new(Inbox::open(&settings.database)?);
    let server = HttpServer::new(move || {
        App::new().app_data(inbox.clone()).service(webhook(
            "/hooks/github",
            github.clone(),
            on_push,
        ))
    });
    let server = server.bind(settings.listen)?;
    server.addrs().into_iter().for_each(|address| Settings::announce(address, "/hooks/github"));
    Ok(server.run().await?)
}
