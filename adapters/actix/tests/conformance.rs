//! The shared suite, over real sockets: on a resource, and behind the middleware.

#![allow(clippy::unwrap_used, missing_docs)]

use actix_web::dev::HttpServiceFactory;
use actix_web::{App, HttpServer, web};
use verihook_actix::{Any, Bytes, Verified, VerifiedWebhook, Verifier, VerifyWebhook, webhook};
use verihook_conformance::{Ledger, Ready};

/// Runs a server with this one service on a thread of its own.
fn run<S: HttpServiceFactory + 'static>(
    ready: Ready,
    service: impl Fn() -> S + Send + Clone + 'static,
) {
    let server = HttpServer::new(move || App::new().service(service()));
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    ready.at(*server.addrs().first().unwrap());
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

mod resource {
    use super::*;

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        run(ready, move || {
            let ledger = ledger.clone();
            let handler = move |hook: VerifiedWebhook<Any, Bytes>| {
                assert_eq!(hook.payload(), hook.body());
                ledger.record(hook.into_payload());
                async { "" }
            };
            webhook("/raw", verifier.clone(), handler)
        });
    }

    verihook_conformance::suite!(serve);
}

mod middleware {
    use super::*;

    fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
        run(ready, move || {
            let ledger = ledger.clone();
            let handler = move |hook: web::ReqData<Verified<Any, Bytes>>, body: Bytes| {
                assert_eq!(hook.payload(), &body);
                ledger.record(body);
                async { "" }
            };
            let raw = web::resource("/raw").route(web::route().to(handler));
            web::scope("").wrap(VerifyWebhook::new(verifier.clone())).service(raw)
        });
    }

    verihook_conformance::suite!(serve);
}
