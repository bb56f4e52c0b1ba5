//! The shared suite, against an adapter that is not this project's.

#![allow(clippy::unwrap_used, missing_docs)]

use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{Route, Server};
use poem_adapter::{VerifiedWebhook, webhook};
use serde_json::{Map, Value};
use verihook::{Any, Bytes, Json, Verifier};
use verihook_conformance::{Ledger, Ready};

#[tokio::main]
async fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let log = ledger.clone();
    let raw = move |hook: VerifiedWebhook<Any, Bytes>| {
        log.record(hook.into_payload());
        async { StatusCode::OK }
    };
    let json = move |hook: VerifiedWebhook<Any, Json<Map<String, Value>>>| {
        ledger.record(hook.body().clone());
        async { StatusCode::OK }
    };
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    ready.at(*acceptor.local_addr().first().unwrap().as_socket_addr().unwrap());
    let app = Route::new()
        .at("/raw", webhook(verifier.clone(), raw))
        .at("/json", webhook(verifier, json));
    Server::new_with_acceptor(acceptor).run(app).await.unwrap();
}

verihook_conformance::suite!(serve);
