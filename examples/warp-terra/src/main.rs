//! Receives wearable data from Terra with warp: `SECRET=… cargo run -p warp-terra`.

use inbox::{Inbox, Settings, Stored};
use serde::Deserialize;
use tokio::net::TcpListener;
use verihook_warp::providers::Terra;
use verihook_warp::{Json, Secrets, VerifiedWebhook, Verifier, handle};
use warp::Filter as _;
use warp::http::StatusCode;

#[derive(Deserialize)]
struct Data {
    r#type: String,
}

async fn on_data(inbox: Inbox, hook: VerifiedWebhook<Terra, Json<Data>>) -> StatusCode {
    let Data { r#type } = &hook.payload().0;
    match inbox.store(hook.delivery(), hook.body()).await {
        Ok(Stored::New) => tracing::info!("{type}"),
        Ok(Stored::Again) => tracing::info!("{type}: duplicate delivery"),
        Err(error) => {
            tracing::error!("{error}");
            return StatusCode::SERVICE_UNAVAILABLE;
        }
    }
    StatusCode::OK
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let terra = Verifier::<Terra>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let before = warp::path!("hooks" / "terra");
    let hooks = handle(before, terra, move |(): (), hook| on_data(inbox.clone(), hook));
    let health = warp::path!("health").map(|| "up");
    let listener = TcpListener::bind(settings.listen).await?;
    Settings::announce(listener.local_addr()?, "/hooks/terra");
    warp::serve(hooks.or(health)).incoming(listener).run().await;
    Ok(())
}
