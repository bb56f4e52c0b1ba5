//! Handles each delivery once. `tests/agreement` shows what all adapters have in common.

#![allow(clippy::unwrap_used, missing_docs)]

use core::sync::atomic::{AtomicUsize, Ordering};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tower::{Layer as _, ServiceExt as _, service_fn};
use verihook_tower::idempotency::{Idempotency, IdempotentVerifier, Lease, MemoryStore};
use verihook_tower::providers::StandardWebhooks;
use verihook_tower::{Bytes, Signer, UnixTime, VerifiedBody, Verifier, VerifyLayer};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn idempotent() -> (Idempotency, IdempotentVerifier<StandardWebhooks>) {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    (idempotency, verifier)
}

fn request(id: &str, body: &'static str) -> Request<Full<Bytes>> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let mut request = Request::post("/");
    for (name, value) in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.header(name, value);
    }
    request.body(Full::from(body)).unwrap()
}

/// An error of the service passes through the layer, and releases the delivery.
#[tokio::test]
async fn an_error_of_the_service_releases_the_delivery() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let service = service_fn(move |_: Request<VerifiedBody<StandardWebhooks>>| {
        let run = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            match run {
                0 => Err(std::io::Error::other("as the test requires")),
                _ => Ok(Response::new(Full::<Bytes>::from("done"))),
            }
        }
    });
    let (idempotency, verifier) = idempotent();
    let service = VerifyLayer::new(verifier).layer(service);
    let error = service.clone().oneshot(request("one", "{}")).await.map(drop).unwrap_err();
    assert_eq!(error.to_string(), "as the test requires");
    for body in ["done", ""] {
        let response = service.clone().oneshot(request("one", "{}")).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), body);
    }
    assert_eq!((runs.load(Ordering::SeqCst), idempotency.in_flight()), (2, 0));
}

/// The service goes on when the future of its response is dropped, as by a client that disconnects.
#[tokio::test]
async fn a_dropped_future_does_not_stop_the_service() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let service = service_fn(move |request: Request<VerifiedBody<StandardWebhooks>>| {
        let counter = Arc::clone(&counter);
        async move {
            assert!(request.extensions().get::<Lease>().is_some());
            tokio::time::sleep(Duration::from_millis(200)).await;
            counter.fetch_add(1, Ordering::SeqCst);
            Ok::<_, std::io::Error>(Response::new(Full::<Bytes>::from("done")))
        }
    });
    let (idempotency, verifier) = idempotent();
    let service = VerifyLayer::new(verifier).layer(service);
    let answer = service.clone().oneshot(request("one", "{}"));
    assert!(tokio::time::timeout(Duration::from_millis(50), answer).await.is_err());
    assert_eq!(runs.load(Ordering::SeqCst), 0);
    assert!(idempotency.drain(Duration::from_secs(5)).await.is_complete());
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}
