//! The shared suite, over real sockets.

#![allow(clippy::unwrap_used, missing_docs)]

use axum::Router;
use axum::http::StatusCode;
use verihook_axum::{Any, Bytes, VerifiedWebhook, Verifier, webhook};
use verihook_conformance::{Ledger, Ready};

#[tokio::main]
async fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let handler = async move |hook: VerifiedWebhook<Any, Bytes>| {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
        StatusCode::OK
    };
    let router = Router::new().route("/raw", webhook(verifier, handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    ready.at(listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

verihook_conformance::suite!(serve);
