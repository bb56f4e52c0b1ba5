//! Receives payment events from Stripe with axum: `SECRET=whsec_… cargo run -p axum-stripe`.

use axum::extract::State;
use axum::{Router, http::StatusCode};
use inbox::{DRAIN, Inbox, Settings};
use serde::Deserialize;
use tokio::net::TcpListener;
use verihook_axum::providers::Stripe;
use verihook_axum::{Json, Once, Secrets, VerifiedWebhook, Verifier, webhook};

#[derive(Deserialize)]
struct Event {
    id: String,
    r#type: String,
}

async fn on_event(
    State(inbox): State<Inbox>,
    hook: Once<VerifiedWebhook<Stripe, Json<Event>>>,
) -> StatusCode {
    let Event { id, r#type } = &hook.payload().0;
    if let Err(error) = inbox.store(hook.lease(), hook.delivery(), hook.body()).await {
        tracing::error!("{id}: {error}");
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    tracing::info!("{id}: {type}");
    StatusCode::OK
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let stripe = Verifier::<Stripe>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let idempotency = inbox.idempotency().clone();
    let router = Router::new()
        .route("/hooks/stripe", webhook(idempotency.wrap(stripe), on_event))
        .with_state(inbox);
    let listener = TcpListener::bind(settings.listen).await?;
    Settings::announce(listener.local_addr()?, "/hooks/stripe");
    axum::serve(listener, router).with_graceful_shutdown(inbox::stopped()).await?;
    idempotency.drain(DRAIN).await;
    Ok(())
}
