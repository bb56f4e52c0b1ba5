//! Receives payment events from Stripe with axum: `SECRET=whsec_… cargo run -p axum-stripe`.

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::{Router, routing::post};
use inbox::{Inbox, Settings, Stored};
use serde::Deserialize;
use tokio::net::TcpListener;
use verihook_axum::providers::Stripe;
use verihook_axum::{Json, Secrets, VerifiedWebhook, Verifier};

#[derive(Deserialize)]
struct Event {
    id: String,
    r#type: String,
}

/// The application's state. The extractor takes its verifier from here.
#[derive(Clone, FromRef)]
struct App {
    stripe: Verifier<Stripe>,
    inbox: Inbox,
}

async fn on_event(
    State(inbox): State<Inbox>,
    hook: VerifiedWebhook<Stripe, Json<Event>>,
) -> StatusCode {
    let Event { id, r#type } = &hook.payload().0;
    match inbox.store(hook.delivery(), hook.body()).await {
        Ok(Stored::New) => tracing::info!("{id}: {type}"),
        Ok(Stored::Again) => tracing::info!("{id}: duplicate delivery"),
        Err(error) => {
            tracing::error!("{id}: {error}");
            return StatusCode::SERVICE_UNAVAILABLE;
        }
    }
    StatusCode::OK
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let stripe = Verifier::<Stripe>::builder().secrets(&secrets).build()?;
    let app = App { stripe, inbox: Inbox::open(&settings.database)? };
    let router = Router::new().route("/hooks/stripe", post(on_event)).with_state(app);
    let listener = TcpListener::bind(settings.listen).await?;
    Settings::announce(listener.local_addr()?, "/hooks/stripe");
    Ok(axum::serve(listener, router).await?)
}
