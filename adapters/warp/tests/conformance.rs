//! The shared suite, over real sockets. Behind the endpoint stands an open route, which no request may reach.

#![allow(clippy::unwrap_used, missing_docs)]

use tokio::net::TcpListener;
use verihook_conformance::{Ledger, Ready};
use verihook_warp::{Any, Bytes, VerifiedWebhook, Verifier, handle};
use warp::Filter as _;

#[tokio::main]
async fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let handler = move |(): (), hook: VerifiedWebhook<Any, Bytes>| {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
        async { "" }
    };
    let open = warp::any().map(|| "the open route ran");
    let routes = handle(warp::path!("raw"), verifier, handler).or(open);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    ready.at(listener.local_addr().unwrap());
    warp::serve(routes).incoming(listener).run().await;
}

verihook_conformance::suite!(serve);
