//! The conformance suite over HTTP/2 without TLS, and a body that another extractor consumed.

use actix_web::{App, HttpServer, web};
use serde_json::{Map, Value};
use std::net::SocketAddr;
use std::sync::mpsc;
use verihook_actix::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, VerifiedWebhook, Verifier, webhook,
};
use verihook_conformance::http2::{Request, exchange};
use verihook_conformance::{Ledger, Ready};

type Log = web::Data<Ledger>;

fn run(
    configure: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
    ready: impl FnOnce(SocketAddr),
) {
    let server = HttpServer::new(move || App::new().configure(configure.clone()));
    let server = server.workers(1).disable_signals().bind_auto_h2c("127.0.0.1:0").unwrap();
    ready(*server.addrs().first().unwrap());
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

async fn raw(ledger: Log, hook: VerifiedWebhook<Any, Bytes>) -> &'static str {
    assert_eq!(hook.payload(), hook.body());
    ledger.record(hook.into_payload());
    ""
}

async fn json(ledger: Log, hook: VerifiedWebhook<Any, Json<Map<String, Value>>>) -> &'static str {
    ledger.record(hook.body().clone());
    ""
}

fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let configure = move |app: &mut web::ServiceConfig| {
        app.app_data(Log::new(ledger.clone()))
            .service(webhook("/raw", verifier.clone(), raw))
            .service(webhook("/json", verifier.clone(), json));
    };
    run(configure, |address| ready.at(address));
}

async fn raw_of_anybody(ledger: Log, hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> &'static str {
    assert_eq!(hook.payload(), hook.body());
    ledger.record(hook.into_payload());
    ""
}

fn serve_origin(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
    let configure = move |app: &mut web::ServiceConfig| {
        app.app_data(Log::new(ledger.clone())).service(webhook(
            "/raw",
            verifier.clone(),
            raw_of_anybody,
        ));
    };
    run(configure, |address| ready.at(address));
}

verihook_conformance::http2_suite!(serve);
verihook_conformance::http2_origin_suite!(serve_origin);

/// If another extractor has consumed the body, no declared length contradicts the empty rest, and a
/// token does not sign the body. Only the missing payload reveals the mistake.
#[test]
fn a_body_that_was_taken_is_a_mistake_of_the_server() {
    async fn twice(_: Bytes, hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> Bytes {
        hook.into_payload()
    }
    async fn once(hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> Bytes {
        hook.into_payload()
    }
    let verifier = Verifier::<AnyOrigin>::by_slug("centrepoint-bearer");
    let verifier = verifier.unwrap().secret("a token").build().unwrap();
    let configure = move |app: &mut web::ServiceConfig| {
        app.service(webhook("/twice", verifier.clone(), twice)).service(webhook(
            "/once",
            verifier.clone(),
            once,
        ));
    };
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || run(configure, move |address| sender.send(address).unwrap()));
    let address = receiver.recv().unwrap();
    for (path, status) in [("/twice", 500), ("/once", 200)] {
        for body in ["{}", ""] {
            let headers = vec![("authorization".to_owned(), "Bearer a token".to_owned())];
            let answers = exchange(address, &[Request::post(path, headers, body.into())]);
            assert_eq!(answers[0].as_ref().unwrap().status, status, "{path}, {body:?}");
        }
    }
}
