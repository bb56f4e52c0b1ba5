//! The shared suite over real sockets.

#![allow(clippy::unwrap_used, missing_docs)]

use axum::{Extension, Router};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use verihook_axum::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, webhook,
};
use verihook_conformance::{Ledger, Ready};

type Object = Json<Map<String, Value>>;

#[tokio::main]
async fn listen(router: Router, ledger: Ledger, ready: Ready) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    ready.at(listener.local_addr().unwrap());
    let router = router.layer(Extension(ledger));
    // `sources` needs the peer's address.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await.unwrap();
}

mod signed {
    use super::*;

    async fn raw(Extension(ledger): Extension<Ledger>, hook: VerifiedWebhook<Any, Bytes>) {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
    }

    async fn json(Extension(ledger): Extension<Ledger>, hook: VerifiedWebhook<Any, Object>) {
        ledger.record(hook.body().clone());
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let router = Router::new()
            .route("/raw", webhook(verifier.clone(), raw))
            .route("/json", webhook(verifier, json));
        listen(router, ledger, ready);
    }

    verihook_conformance::suite!(serve);
    verihook_conformance::source_suite!(serve);
    verihook_conformance::http2_suite!(serve);
}

mod origin {
    use super::*;

    async fn raw(
        Extension(ledger): Extension<Ledger>,
        hook: AuthenticatedWebhook<AnyOrigin, Bytes>,
    ) {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
    }

    async fn json(
        Extension(ledger): Extension<Ledger>,
        hook: AuthenticatedWebhook<AnyOrigin, Object>,
    ) {
        ledger.record(hook.body().clone());
    }

    fn serve(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        let router = Router::new()
            .route("/raw", webhook(verifier.clone(), raw))
            .route("/json", webhook(verifier, json));
        listen(router, ledger, ready);
    }

    verihook_conformance::origin_suite!(serve);
    verihook_conformance::http2_origin_suite!(serve);
}
