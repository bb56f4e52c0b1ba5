//! A small server for any provider:
//! `cargo run -p verihook-axum --example receiver -- --provider github --secret s`.

use axum::{Router, routing::get};
use serde_json::{Map, Value};
use verihook_axum::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, RouteVerifier, VerifiedWebhook,
    webhook,
};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::work().await;
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

fn signed_routes(verifier: impl RouteVerifier<Endpoint = Any> + Clone) -> Router {
    Router::new()
        .route("/raw", webhook(verifier.clone(), signed::<Bytes>))
        .route("/json", webhook(verifier, signed::<Object>))
}

fn origin_routes(verifier: impl RouteVerifier<Endpoint = AnyOrigin> + Clone) -> Router {
    Router::new()
        .route("/raw", webhook(verifier.clone(), origin::<Bytes>))
        .route("/json", webhook(verifier, origin::<Object>))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Receiver { listen, endpoint, idempotency, .. } = Receiver::from_command_line().await;
    let router = match (endpoint, &idempotency) {
        (ReceiverVerifier::Signed(verifier), None) => signed_routes(verifier),
        (ReceiverVerifier::Signed(verifier), Some(once)) => signed_routes(once.wrap(verifier)),
        (ReceiverVerifier::Origin(verifier), None) => origin_routes(verifier),
        (ReceiverVerifier::Origin(verifier), Some(once)) => origin_routes(once.wrap(verifier)),
    };
    let router = router.route("/handled", get(async || Receiver::handled()));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    Receiver::announce(listener.local_addr()?);
    axum::serve(listener, router).with_graceful_shutdown(Receiver::stopped()).await?;
    Receiver::drain(idempotency).await;
    Ok(())
}
