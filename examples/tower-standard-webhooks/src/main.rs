//! Receives events of any Standard Webhooks sender with plain hyper and a tower layer:
//! `SECRET=whsec_… cargo run -p tower-standard-webhooks`.

use http::{Request, Response, StatusCode};
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use inbox::{DRAIN, Inbox, Settings};
use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, service_fn};
use verihook_tower::idempotency::Lease;
use verihook_tower::providers::StandardWebhooks;
use verihook_tower::{Secrets, VerifiedBody, Verifier, VerifyLayer};

async fn on_event(inbox: Inbox, request: Request<VerifiedBody<StandardWebhooks>>) -> StatusCode {
    // The layer has claimed the delivery, and leaves the lease in the request.
    let Some(lease) = request.extensions().get::<Lease>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    let hook = request.into_body().into_proof();
    let id = hook.delivery().id().unwrap_or_default();
    if let Err(error) = inbox.store(&lease, hook.delivery(), hook.payload()).await {
        tracing::error!("{id}: {error}");
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    tracing::info!("{id}: {} bytes", hook.payload().len());
    StatusCode::OK
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::from_env()?;
    let secrets = Secrets::new(settings.secrets)?;
    let verifier = Verifier::<StandardWebhooks>::builder().secrets(&secrets).build()?;
    let inbox = Inbox::open(&settings.database)?;
    let idempotency = inbox.idempotency().clone();
    let layer = VerifyLayer::new(idempotency.wrap(verifier));
    let service = ServiceBuilder::new().layer(layer).service(service_fn(
        move |request: Request<VerifiedBody<StandardWebhooks>>| {
            let inbox = inbox.clone();
            async move {
                let mut response = Response::new(String::new());
                *response.status_mut() = on_event(inbox, request).await;
                Ok::<_, Infallible>(response)
            }
        },
    ));
    let listener = TcpListener::bind(settings.listen).await?;
    Settings::announce(listener.local_addr()?, "/hooks");
    let mut stopped = pin!(inbox::stopped());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Too many open files, or the client is gone already. Keep the server running.
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(async move {
            let mut builder = Builder::new();
            // The layer's deadline covers only the body, so slow heads and idle clients need a
            // separate one.
            builder.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10));
            // An error means that the client disconnected, which needs no action.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
    idempotency.drain(DRAIN).await;
    Ok(())
}
