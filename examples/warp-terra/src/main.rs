//! Receives wearable data from Terra with warp: `SECRET=… cargo run -p warp-terra`.

use inbox::{DRAIN, Inbox, Settings};
use serde::Deserialize;
use tokio::net::TcpListener;
use verihook_warp::providers::Terra;
use verihook_warp::{Json, Once, Secrets, VerifiedWebhook, Verifier, handle};
use warp::Filter as _;
use warp::http::StatusCode;

#[derive(Deserialize)]
struct Data {
    r#type: String,
}

async fn on_data(inbox: Inbox, hook: Once<VerifiedWebhook<Terra, Json<Data>>>) -> StatusCode {
    let Data { r#type } = &hook.payload().0;
    if let Err(error) = inbox.store(hook.lease(), hook.delivery(), hook.body()).await {
        tracing::error!("{error}");
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    tracing::info!("{type}");
    StatusCode::OK
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let terra = Verifier::<Terra>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let idempotency = inbox.idempotency().clone();
    let before = warp::path!("hooks" / "terra");
    let hooks =
        handle(before, idempotency.wrap(terra), move |(): (), hook| on_data(inbox.clone(), hook));
    let health = warp::path!("health").map(|| "up");
    let listener = TcpListener::bind(settings.listen).await?;
    Settings::announce(listener.local_addr()?, "/hooks/terra");
    let server = warp::serve(hooks.or(health)).incoming(listener);
    server.graceful(inbox::stopped()).run().await;
    idempotency.drain(DRAIN).await;
    Ok(())
}
