//! A small server for any provider:
//! `cargo run -p verihook-axum --example receiver -- --provider github --secret s`.

use axum::{Router, routing::get};
use serde_json::{Map, Value};
use verihook_axum::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload, VerifiedWebhook, webhook,
};
use verihook_conformance::receiver::{Receiver, ReceiverVerifier};

async fn signed<T: Payload>(hook: VerifiedWebhook<Any, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

async fn origin<T: Payload>(hook: AuthenticatedWebhook<AnyOrigin, T>) -> String {
    Receiver::count_run();
    hook.body().len().to_string()
}

type Object = Json<Map<String, Value>>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let receiver = Receiver::from_command_line();
    let router = match receiver.endpoint {
        ReceiverVerifier::Signed(verifier) => Router::new()
            .route("/raw", webhook(verifier.clone(), signed::<Bytes>))
            .route("/json", webhook(verifier, signed::<Object>)),
        ReceiverVerifier::Origin(verifier) => Router::new()
            .route("/raw", webhook(verifier.clone(), origin::<Bytes>))
            .route("/json", webhook(verifier, origin::<Object>)),
    };
    let router = router.route("/handled", get(async || Receiver::handled()));
    let listener = tokio::net::TcpListener::bind(receiver.listen).await?;
    Receiver::announce(listener.local_addr()?);
    axum::serve(listener, router).await
}
