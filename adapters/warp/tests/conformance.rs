//! The shared suite over real sockets. An open route follows the endpoint, and no request to the
//! endpoint may reach it.

#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::{Map, Value};
use tokio::net::TcpListener;
use verihook_conformance::deviations::WARP;
use verihook_conformance::{Deviation, Ledger, Ready};
use verihook_warp::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, handle,
};
use warp::{Filter, Reply};

const OPEN: &str = "the path is not the endpoint's, so the open route after it answers";

const fn deviates(case: &'static str, statuses: &'static [u16], reason: &'static str) -> Deviation {
    Deviation { case, statuses, reason }
}

type Object = Json<Map<String, Value>>;

#[tokio::main]
async fn listen<F>(routes: F, ready: Ready)
where
    F: Filter<Error = warp::Rejection> + Clone + Send + Sync + 'static,
    F::Extract: Reply,
{
    let open = warp::any().map(|| "the open route ran");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    ready.at(listener.local_addr().unwrap());
    warp::serve(routes.or(open)).incoming(listener).run().await;
}

mod signed {
    use super::*;

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        let log = ledger.clone();
        let raw = move |(): (), hook: VerifiedWebhook<Any, Bytes>| {
            assert_eq!(hook.payload(), hook.body());
            log.record(hook.into_payload());
            async { "" }
        };
        let json = move |(): (), hook: VerifiedWebhook<Any, Object>| {
            ledger.record(hook.body().clone());
            async { "" }
        };
        let raw = handle(warp::path!("raw"), verifier.clone(), raw);
        listen(raw.or(handle(warp::path!("json"), verifier, json)), ready);
    }

    verihook_conformance::suite!(
        serve,
        [
            deviates("path_encoded_slash", &[200], OPEN),
            deviates("path_parameters", &[200], OPEN),
            deviates("path_two_slashes", &[200], OPEN),
        ]
    );
    verihook_conformance::source_suite!(serve);
    verihook_conformance::http2_suite!(serve, WARP);
}

mod origin {
    use super::*;

    fn serve(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        let log = ledger.clone();
        let raw = move |(): (), hook: AuthenticatedWebhook<AnyOrigin, Bytes>| {
            assert_eq!(hook.payload(), hook.body());
            log.record(hook.into_payload());
            async { "" }
        };
        let json = move |(): (), hook: AuthenticatedWebhook<AnyOrigin, Object>| {
            ledger.record(hook.body().clone());
            async { "" }
        };
        let raw = handle(warp::path!("raw"), verifier.clone(), raw);
        listen(raw.or(handle(warp::path!("json"), verifier, json)), ready);
    }

    verihook_conformance::origin_suite!(serve);
    verihook_conformance::http2_origin_suite!(serve, WARP);
}
