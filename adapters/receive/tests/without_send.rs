//! A small actix-web receiver that uses neither the `http` crate's types nor `Send`.
//!
//! It shows that the APIs of core and of this crate favour no framework. It must pass the same
//! suite as the adapters.

#![allow(clippy::unwrap_used, missing_docs)]

use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Map, Value};
use verihook::{Any, Bytes, FieldSink, Head, Json, Payload, Peer, Rejection, Verifier};
use verihook_conformance::{Deviation, Ledger, Ready};
use verihook_receive::{Refusal, receive};

struct ActixHead<'a>(&'a HttpRequest);

impl Head for ActixHead<'_> {
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    fn target(&self) -> &str {
        self.0.uri().path_and_query().map_or("/", |target| target.as_str())
    }

    fn fields<'h>(&'h self, sink: &mut FieldSink<'_, 'h>) {
        for (name, value) in self.0.headers() {
            sink.field(name.as_str(), value.as_bytes());
        }
    }

    fn peer(&self) -> Option<Peer> {
        self.0.peer_addr().map(|address| Peer::new(address.ip()))
    }
}

async fn take<T: Payload>(
    request: HttpRequest,
    payload: web::Payload,
    setup: web::Data<(Verifier<Any>, Ledger)>,
) -> HttpResponse {
    let (verifier, ledger) = setup.get_ref();
    let head = ActixHead(&request);
    match receive::<_, T, _, _, _>(verifier.clone(), &head, payload, |_| Rejection::BodyIncomplete)
        .await
    {
        Ok(received) => {
            ledger.record(received.into_parts().1);
            HttpResponse::Ok().finish()
        }
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &Refusal) -> HttpResponse {
    let answer = refusal.answer();
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status()).unwrap());
    for field in answer.headers() {
        response.insert_header(field);
    }
    response.body(answer.body().to_owned())
}

fn serve(verifier: Verifier<Any>, ledger: Ledger, ready: Ready) {
    let setup = web::Data::new((verifier, ledger));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(setup.clone())
            .route("/raw", web::route().to(take::<Bytes>))
            .route("/json", web::route().to(take::<Json<Map<String, Value>>>))
    });
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    ready.at(*server.addrs().first().unwrap());
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

verihook_conformance::source_suite!(serve);
verihook_conformance::suite!(
    serve,
    [Deviation {
        case: "length_over_expect",
        statuses: &[100, 413],
        reason: "actix-http sends `100 Continue` before the application sees the request",
    }]
);
