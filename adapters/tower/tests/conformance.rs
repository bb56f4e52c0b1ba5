//! The shared suite, over real sockets: on plain hyper, and as a layer of an axum router.

#![allow(clippy::unwrap_used, missing_docs)]

use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use serde_json::{Map, Value};
use std::convert::Infallible;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use verihook_conformance::{Ledger, Ready};
use verihook_tower::{
    Any, AnyOrigin, Bytes, Endpoint, Json, Payload as _, Peer, ProofOf, RejectionKind,
    VerifiedBody, Verifier, VerifyLayer,
};

type Object = Json<Map<String, Value>>;

/// Handles verified bytes. The service parses them itself.
fn respond<P>(verifier: &Verifier<P>, path: &str, body: Bytes, ledger: &Ledger) -> (u16, String) {
    if path == "/json" && Object::from_slice(&body).is_err() {
        let answer = verifier.answer_kind(RejectionKind::Payload);
        return (answer.status(), answer.body().to_owned());
    }
    ledger.record(body);
    (200, String::new())
}

mod hyper {
    use super::*;

    #[tokio::main]
    async fn listen<P>(verifier: Verifier<P>, ledger: Ledger, ready: Ready)
    where
        P: Endpoint,
        ProofOf<P, Bytes>: Send + Sync + 'static,
    {
        let layer = VerifyLayer::new(verifier.clone());
        let handler = service_fn(move |request: Request<VerifiedBody<P>>| {
            let (verifier, ledger) = (verifier.clone(), ledger.clone());
            async move {
                let path = request.uri().path().to_owned();
                let body = request.into_body().collect().await.unwrap().to_bytes();
                let (status, text) = respond(&verifier, &path, body, &ledger);
                let response = Response::builder().status(status).body(Full::<Bytes>::from(text));
                Ok::<_, Infallible>(response.unwrap())
            }
        });
        let service = ServiceBuilder::new().layer(layer).service(handler);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.at(listener.local_addr().unwrap());
        loop {
            let (stream, address) = listener.accept().await.unwrap();
            let service = service.clone().map_request(
                move |mut request: Request<::hyper::body::Incoming>| {
                    request.extensions_mut().insert(Peer::new(address.ip()));
                    request
                },
            );
            let service = TowerToHyperService::new(service);
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                // An error means that the client disconnected, which needs no action.
                let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        listen(verifier, ledger, ready);
    }

    fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        listen(verifier, ledger, ready);
    }

    verihook_conformance::suite!(serve);
    verihook_conformance::source_suite!(serve);
    verihook_conformance::http2_suite!(serve);
    verihook_conformance::origin_suite!(serve_origin);
    verihook_conformance::http2_origin_suite!(serve_origin);
}

mod axum_layer {
    use super::*;
    use axum::extract::{ConnectInfo, OriginalUri, Request as Extracted};
    use axum::middleware::map_request;
    use axum::{Router, routing::any};
    use std::net::SocketAddr;

    #[tokio::main]
    async fn listen(router: Router, ready: Ready) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.at(listener.local_addr().unwrap());
        let router = router.layer(map_request(peer));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    }

    /// Inserts the peer's address for the layer, which does not know axum's `ConnectInfo`.
    async fn peer(
        ConnectInfo(address): ConnectInfo<SocketAddr>,
        mut request: Extracted,
    ) -> Extracted {
        request.extensions_mut().insert(Peer::new(address.ip()));
        request
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let layer = VerifyLayer::new(verifier.clone());
        let handler = async move |OriginalUri(uri): OriginalUri, body: Bytes| {
            let (status, text) = respond(&verifier, uri.path(), body, &ledger);
            (StatusCode::from_u16(status).unwrap(), text)
        };
        let router = Router::new().route("/raw", any(handler.clone())).route("/json", any(handler));
        listen(router.layer(layer), ready);
    }

    fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        let layer = VerifyLayer::new(verifier.clone());
        let handler = async move |OriginalUri(uri): OriginalUri, body: Bytes| {
            let (status, text) = respond(&verifier, uri.path(), body, &ledger);
            (StatusCode::from_u16(status).unwrap(), text)
        };
        let router = Router::new().route("/raw", any(handler.clone())).route("/json", any(handler));
        listen(router.layer(layer), ready);
    }

    verihook_conformance::suite!(serve);
    verihook_conformance::source_suite!(serve);
    verihook_conformance::http2_suite!(serve);
    verihook_conformance::origin_suite!(serve_origin);
    verihook_conformance::http2_origin_suite!(serve_origin);
}
