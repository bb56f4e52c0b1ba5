//! Receives pushes to a GitHub repository with actix-web: `SECRET=… cargo run -p actix-github`.

use actix_web::{App, HttpResponse, HttpServer, web};
use inbox::{DRAIN, Inbox, Settings};
use serde::Deserialize;
use verihook_actix::providers::GitHub;
use verihook_actix::{
    Bytes, JsonOrForm, Once, Secrets, VerifiedWebhook, Verifier, WebhookRejection, webhook,
};

#[derive(Deserialize)]
struct Push {
    r#ref: String,
    after: String,
}

async fn on_push(
    inbox: web::Data<Inbox>,
    hook: Once<VerifiedWebhook<GitHub, Bytes>>,
) -> Result<HttpResponse, WebhookRejection> {
    let (hook, lease) = hook.into_parts();
    // GitHub sends a ping first. The kind of event is not signed, so it only chooses the payload.
    if hook.delivery().unsigned_event() == Some("ping") {
        tracing::info!("GitHub can reach this endpoint");
        return Ok(HttpResponse::Ok().finish());
    }
    let hook = hook.parse::<JsonOrForm<Push>>()?;
    let Push { r#ref, after } = &hook.payload().0;
    if let Err(error) = inbox.store(&lease, hook.delivery(), hook.body()).await {
        tracing::error!("{error}");
        return Ok(HttpResponse::ServiceUnavailable().finish());
    }
    tracing::info!("{ref} is at {after}");
    Ok(HttpResponse::Ok().finish())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let github = Verifier::<GitHub>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let idempotency = inbox.idempotency().clone();
    let (github, inbox) = (idempotency.wrap(github), web::Data::new(inbox));
    let server = HttpServer::new(move || {
        App::new().app_data(inbox.clone()).service(webhook(
            "/hooks/github",
            github.clone(),
            on_push,
        ))
    });
    let server = server.disable_signals().bind(settings.listen)?;
    server.addrs().into_iter().for_each(|address| Settings::announce(address, "/hooks/github"));
    let server = server.run();
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    inbox::stopped().await;
    // Handlers run on the workers, so drain them before the workers stop.
    handle.pause().await;
    idempotency.drain(DRAIN).await;
    handle.stop(true).await;
    Ok(running.await??)
}
