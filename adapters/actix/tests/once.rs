//! Handles each delivery once. `tests/agreement` shows what all adapters have in common.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use actix_web::body::to_bytes;
use actix_web::dev::{self, Service, ServiceResponse};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, Error, FromRequest, HttpRequest, HttpResponse, web};
use core::future::Future;
use core::pin::Pin;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::time::SystemTime;
use verihook_actix::idempotency::{Idempotency, IdempotentVerifier, Lease, MemoryStore};
use verihook_actix::providers::StandardWebhooks;
use verihook_actix::{
    Bytes, Json, Once, Signer, UnixTime, Verified, VerifiedWebhook, Verifier, VerifyWebhook,
    WebhookRejection, webhook,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Hook = VerifiedWebhook<StandardWebhooks, Bytes>;

fn verifier() -> Verifier<StandardWebhooks> {
    Verifier::new(SECRET).unwrap()
}

fn idempotent() -> (Idempotency, IdempotentVerifier<StandardWebhooks>) {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(verifier());
    (idempotency, verifier)
}

async fn send<S>(app: &S, path: &str, id: &str, body: &'static str) -> (u16, String)
where
    S: Service<actix_http::Request, Response = ServiceResponse, Error = Error>,
{
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let mut request = TestRequest::post().uri(path).set_payload(body);
    for header in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.append_header(header);
    }
    answer(app, request.to_request()).await
}

/// Sends a request. A middleware can answer with an error, which a server makes a response.
async fn answer<S>(app: &S, request: actix_http::Request) -> (u16, String)
where
    S: Service<actix_http::Request, Response = ServiceResponse, Error = Error>,
{
    let response = match app.call(request).await {
        Ok(response) => response.into_parts().1,
        Err(error) => error.error_response(),
    };
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body()).await.unwrap_or_default();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// A handler that takes a `Result` runs for a rejected request, but not for a duplicate.
#[actix_web::test]
async fn a_duplicate_is_not_a_rejection_for_the_handler() {
    async fn on_event(
        runs: web::Data<AtomicUsize>,
        hook: Result<Hook, WebhookRejection>,
    ) -> HttpResponse {
        runs.fetch_add(1, Ordering::SeqCst);
        if hook.is_ok() { HttpResponse::Created() } else { HttpResponse::ImATeapot() }.finish()
    }
    let runs = web::Data::new(AtomicUsize::new(0));
    let app = App::new().app_data(runs.clone());
    let app = init_service(app.service(webhook("/", idempotent().1, on_event))).await;
    assert_eq!(send(&app, "/", "one", "{}").await.0, 201);
    assert_eq!(send(&app, "/", "one", "{}").await.0, 201);
    assert_eq!(send(&app, "/", "one", "{ }").await.0, 422);
    assert_eq!(runs.load(Ordering::SeqCst), 1, "neither for a duplicate nor for a conflict");
    let forged = TestRequest::post().uri("/").set_payload("{}").to_request();
    assert_eq!(answer(&app, forged).await.0, 418);
    assert_eq!(runs.load(Ordering::SeqCst), 2, "but for a forgery");
}

#[actix_web::test]
async fn a_malformed_payload_is_not_claimed() {
    async fn numbers(_: VerifiedWebhook<StandardWebhooks, Json<Vec<u8>>>) -> HttpResponse {
        HttpResponse::Ok().finish()
    }
    async fn raw(_: Hook) -> HttpResponse {
        HttpResponse::Accepted().finish()
    }
    let verifier = idempotent().1;
    let app = App::new().service(webhook("/numbers", verifier.clone(), numbers));
    let app = init_service(app.service(webhook("/raw", verifier, raw))).await;
    assert_eq!(send(&app, "/numbers", "one", "{}").await.0, 422);
    assert_eq!(send(&app, "/raw", "one", "{}").await.0, 202, "the delivery is still new");
}

/// Extractors run side by side, so the delivery may be claimed when another one fails.
#[actix_web::test]
async fn another_extractor_that_fails_releases_the_delivery() {
    struct Late;

    impl FromRequest for Late {
        type Error = Error;
        type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

        fn from_request(_: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
            Box::pin(async {
                for _ in 0..5 {
                    actix_web::rt::task::yield_now().await;
                }
                Err(actix_web::error::ErrorBadRequest("as the test requires"))
            })
        }
    }

    async fn on_event(_: Late, _: Hook) -> HttpResponse {
        HttpResponse::Ok().finish()
    }
    async fn raw(_: Hook) -> HttpResponse {
        HttpResponse::Accepted().finish()
    }
    let (idempotency, verifier) = idempotent();
    let app = App::new().service(webhook("/late", verifier.clone(), on_event));
    let app = init_service(app.service(webhook("/raw", verifier, raw))).await;
    assert_eq!(send(&app, "/late", "one", "{}").await.0, 400);
    // It is released in a task.
    for _ in 0..100 {
        let status = send(&app, "/raw", "one", "{}").await.0;
        if status != 503 {
            assert_eq!((status, idempotency.in_flight()), (202, 0));
            return;
        }
        actix_web::rt::task::yield_now().await;
    }
    panic!("it was not released");
}

#[actix_web::test]
async fn a_handler_takes_its_lease() {
    async fn on_event(hook: Once<Hook>) -> String {
        format!("{} {}", hook.lease().key(), hook.payload().len())
    }
    let (idempotency, verifier) = idempotent();
    let app = init_service(App::new().service(webhook("/", verifier, on_event))).await;
    let (status, text) = send(&app, "/", "one", "{}").await;
    assert!(status == 200 && text.len() == 66 && text.ends_with(" 2"), "{text}");
    assert_eq!(send(&app, "/", "one", "{}").await, (200, String::new()));
    assert_eq!(idempotency.in_flight(), 0);
    // The extractor alone does not surround its handler.
    let alone = App::new().app_data(self::verifier()).route("/", web::post().to(on_event));
    let answer = send(&init_service(alone).await, "/", "one", "{}").await;
    assert_eq!(answer, (500, "endpoint misconfigured\n".to_owned()));
}

/// The middleware claims, runs the service detached, and leaves the lease in the extensions.
#[actix_web::test]
async fn a_middleware_handles_each_delivery_once() {
    async fn on_event(
        runs: web::Data<AtomicUsize>,
        hook: web::ReqData<Verified<StandardWebhooks, Bytes>>,
        lease: web::ReqData<Lease>,
    ) -> Result<String, Error> {
        runs.fetch_add(1, Ordering::SeqCst);
        match hook.payload().as_ref() {
            b"panic" => panic!("as the test requires"),
            b"error" => Err(actix_web::error::ErrorBadGateway("as the test requires")),
            _ => Ok(lease.key().to_string()),
        }
    }
    let runs = web::Data::new(AtomicUsize::new(0));
    let (idempotency, verifier) = idempotent();
    let hooks = web::scope("/hooks").wrap(VerifyWebhook::new(verifier));
    let app = App::new().app_data(runs.clone());
    let app = init_service(app.service(hooks.route("/a", web::post().to(on_event)))).await;
    let (status, key) = send(&app, "/hooks/a", "one", "{}").await;
    assert!(status == 200 && key.len() == 64, "{status}: {key}");
    assert_eq!(send(&app, "/hooks/a", "one", "{}").await, (200, String::new()));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    for (id, body, status) in [("two", "error", 502), ("three", "panic", 500)] {
        assert_eq!(send(&app, "/hooks/a", id, body).await.0, status);
        assert_eq!(send(&app, "/hooks/a", id, body).await.0, status, "it was released");
    }
    assert_eq!(runs.load(Ordering::SeqCst), 5);
    assert_eq!(idempotency.in_flight(), 0);
}

/// The service has the request when the deadline is over, so the middleware answers with an error,
/// whose response is that of a resource.
#[actix_web::test]
async fn a_middleware_has_a_deadline() {
    async fn on_event(runs: web::Data<AtomicUsize>) -> HttpResponse {
        actix_web::rt::time::sleep(Duration::from_millis(300)).await;
        runs.fetch_add(1, Ordering::SeqCst);
        HttpResponse::Created().finish()
    }
    let runs = web::Data::new(AtomicUsize::new(0));
    let (idempotency, verifier) = idempotent();
    let verifier = verifier.acknowledge_within(Duration::from_millis(100));
    let hooks = web::scope("/hooks").wrap(VerifyWebhook::new(verifier));
    let app = App::new().app_data(runs.clone());
    let app = init_service(app.service(hooks.route("/a", web::post().to(on_event)))).await;
    let overdue = send(&app, "/hooks/a", "one", "{}").await;
    assert_eq!(overdue, (503, "delivery in progress\n".to_owned()));
    while idempotency.in_flight() > 0 {
        actix_web::rt::task::yield_now().await;
    }
    assert_eq!(send(&app, "/hooks/a", "one", "{}").await.0, 201);
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

/// A resource shares the claim of a middleware around it. A second claim would wait for the first
/// one, and every delivery would be answered with 503.
#[actix_web::test]
async fn a_resource_behind_a_middleware_shares_its_claim() {
    async fn on_event(runs: web::Data<AtomicUsize>, hook: Once<Hook>) -> HttpResponse {
        drop(hook);
        match runs.fetch_add(1, Ordering::SeqCst) {
            0 => HttpResponse::BadGateway(),
            _ => HttpResponse::Accepted(),
        }
        .finish()
    }
    let runs = web::Data::new(AtomicUsize::new(0));
    let verifier = idempotent().1;
    let hooks = web::scope("/hooks").wrap(VerifyWebhook::new(verifier.clone()));
    let app = App::new().app_data(runs.clone());
    let app = init_service(app.service(hooks.service(webhook("/a", verifier, on_event)))).await;
    assert_eq!(send(&app, "/hooks/a", "one", "{}").await.0, 502);
    assert_eq!(send(&app, "/hooks/a", "one", "{}").await.0, 202, "the failure released it");
    assert_eq!(send(&app, "/hooks/a", "one", "{}").await.0, 202);
    assert_eq!(runs.load(Ordering::SeqCst), 2);
}
