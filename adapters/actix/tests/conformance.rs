//! The shared suite over real sockets, for a resource and for the middleware.
//!
//! HTTP/2 is tested in a separate package, `tests/http2/`, because actix-web's HTTP/2 support
//! depends on a crate with a known vulnerability.

#![allow(clippy::unwrap_used, missing_docs)]

use actix_web::dev::HttpServiceFactory;
use actix_web::{App, HttpServer, web};
use serde_json::{Map, Value};
use verihook_actix::{
    Any, AnyOrigin, AuthenticatedWebhook, Bytes, Json, Payload as _, RejectionKind, Verified,
    VerifiedWebhook, Verifier, VerifyWebhook, webhook,
};
use verihook_conformance::deviations::ACTIX;
use verihook_conformance::{Ledger, Ready};

type Object = Json<Map<String, Value>>;
type Log = web::Data<Ledger>;

/// Runs a server with a single service.
fn run<S: HttpServiceFactory + 'static>(
    ledger: Ledger,
    ready: Ready,
    service: impl Fn() -> S + Send + Clone + 'static,
) {
    let server = HttpServer::new(move || {
        App::new().app_data(web::Data::new(ledger.clone())).service(service())
    });
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    ready.at(*server.addrs().first().unwrap());
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

mod resource {
    use super::*;

    async fn raw(ledger: Log, hook: VerifiedWebhook<Any, Bytes>) -> &'static str {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
        ""
    }

    async fn json(ledger: Log, hook: VerifiedWebhook<Any, Object>) -> &'static str {
        ledger.record(hook.body().clone());
        ""
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        run(ledger, ready, move || {
            (webhook("/raw", verifier.clone(), raw), webhook("/json", verifier.clone(), json))
        });
    }

    verihook_conformance::suite!(serve, ACTIX);
    verihook_conformance::source_suite!(serve);
}

mod middleware {
    use super::*;

    async fn raw(
        ledger: Log,
        hook: web::ReqData<Verified<Any, Bytes>>,
        body: Bytes,
    ) -> &'static str {
        assert_eq!(hook.payload(), &body);
        ledger.record(body);
        ""
    }

    /// With the middleware, the handler parses the bytes itself.
    async fn json(
        ledger: Log,
        verifier: web::Data<Verifier<Any>>,
        body: Bytes,
    ) -> actix_web::HttpResponse {
        if Object::from_slice(&body).is_err() {
            let answer = verifier.answer_kind(RejectionKind::Payload);
            let status = actix_web::http::StatusCode::from_u16(answer.status()).unwrap();
            return actix_web::HttpResponse::build(status).body(answer.body().to_owned());
        }
        ledger.record(body);
        actix_web::HttpResponse::Ok().finish()
    }

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        run(ledger, ready, move || {
            web::scope("")
                .app_data(web::Data::new(verifier.clone()))
                .wrap(VerifyWebhook::new(verifier.clone()))
                .service(web::resource("/raw").route(web::route().to(raw)))
                .service(web::resource("/json").route(web::route().to(json)))
        });
    }

    verihook_conformance::suite!(serve, ACTIX);
    verihook_conformance::source_suite!(serve);
}

mod origin {
    use super::*;

    async fn raw(ledger: Log, hook: AuthenticatedWebhook<AnyOrigin, Bytes>) -> &'static str {
        assert_eq!(hook.payload(), hook.body());
        ledger.record(hook.into_payload());
        ""
    }

    async fn json(ledger: Log, hook: AuthenticatedWebhook<AnyOrigin, Object>) -> &'static str {
        ledger.record(hook.body().clone());
        ""
    }

    fn serve(verifier: Verifier<AnyOrigin>, ledger: Ledger, ready: Ready) {
        run(ledger, ready, move || {
            (webhook("/raw", verifier.clone(), raw), webhook("/json", verifier.clone(), json))
        });
    }

    verihook_conformance::origin_suite!(serve);
}
