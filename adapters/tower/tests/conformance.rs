//! The shared suite, over real sockets: on plain hyper, and as a layer of an axum router.

#![allow(clippy::unwrap_used, missing_docs)]

use http::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, service_fn};
use verihook_conformance::{Ledger, Ready};
use verihook_tower::{Any, Bytes, Verified, VerifiedBody, Verifier, VerifyLayer};

mod hyper {
    use super::*;

    #[tokio::main]
    async fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let handler = service_fn(move |request: Request<VerifiedBody>| {
            let hook = request.extensions().get::<Verified<Any, Bytes>>().unwrap();
            ledger.record(hook.payload().clone());
            async { Ok::<_, Infallible>(Response::new(VerifiedBody::default())) }
        });
        let service = ServiceBuilder::new().layer(VerifyLayer::new(verifier)).service(handler);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.at(listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = TowerToHyperService::new(service.clone());
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                // Clients go away in the middle; that is their business.
                let _ = builder.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    verihook_conformance::suite!(serve);
}

mod axum_layer {
    use super::*;
    use axum::{Extension, Router, routing::any};

    #[tokio::main]
    async fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let handler = async move |Extension(hook): Extension<Verified<Any, Bytes>>, body: Bytes| {
            assert_eq!(hook.payload(), &body);
            ledger.record(body);
        };
        let router: Router =
            Router::new().route("/raw", any(handler)).layer(VerifyLayer::new(verifier));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.at(listener.local_addr().unwrap());
        axum::serve(listener, router).await.unwrap();
    }

    verihook_conformance::suite!(serve);
}
