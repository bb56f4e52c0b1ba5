//! The shared suite against a third-party adapter.

#![allow(clippy::unwrap_used, missing_docs)]

use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{Route, Server};
use poem_adapter::{AuthenticatedWebhook, VerifiedWebhook, webhook};
use serde_json::{Map, Value};
use verihook::{Any, AnyOrigin, Bytes, Json, Verifier};
use verihook_conformance::{Ledger, Ready};

type Object = Json<Map<String, Value>>;

#[tokio::main]
async fn listen(app: Route, ready: Ready) {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    ready.at(*acceptor.local_addr().first().unwrap().as_socket_addr().unwrap());
    Server::new_with_acceptor(acceptor).run(app).await.unwrap();
}

fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let log = ledger.clone();
    let raw = move |hook: VerifiedWebhook<Any, Bytes>| {
        log.record(hook.into_payload());
        async { StatusCode::OK }
    };
    let json = move |hook: VerifiedWebhook<Any, Object>| {
        ledger.record(hook.body().clone());
        async { StatusCode::OK }
    };
    let app = Route::new().at("/raw", webhook(verifier.clone(), raw));
    listen(app.at("/json", webhook(verifier, json)), ready);
}

fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
    let log = ledger.clone();
    let raw = move |hook: AuthenticatedWebhook<AnyOrigin, Bytes>| {
        log.record(hook.into_payload());
        async { StatusCode::OK }
    };
    let json = move |hook: AuthenticatedWebhook<AnyOrigin, Object>| {
        ledger.record(hook.body().clone());
        async { StatusCode::OK }
    };
    let app = Route::new().at("/raw", webhook(verifier.clone(), raw));
    listen(app.at("/json", webhook(verifier, json)), ready);
}

verihook_conformance::suite!(serve);
verihook_conformance::source_suite!(serve);
verihook_conformance::origin_suite!(serve_origin);
