//! Handles each delivery once.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::{Router, response::Response};
use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;
use tower::ServiceExt as _;
use verihook_axum::idempotency::{Idempotency, MemoryStore};
use verihook_axum::providers::StandardWebhooks;
use verihook_axum::{Bytes, Signer, UnixTime, VerifiedWebhook, Verifier, webhook};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn request(id: &'static str, body: &'static str) -> Request<Body> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let mut request = Request::post("/");
    for (name, value) in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.header(name, value);
    }
    request.body(Body::from(body)).unwrap()
}

fn router(idempotency: &Idempotency, runs: &Arc<AtomicUsize>, time: Duration) -> Router {
    let verifier = Verifier::<StandardWebhooks>::new(SECRET).unwrap();
    let verifier = idempotency.wrap(verifier).acknowledge_within(Duration::from_millis(300));
    let runs = Arc::clone(runs);
    let handler = move |hook: VerifiedWebhook<StandardWebhooks, Bytes>| {
        let runs = Arc::clone(&runs);
        async move {
            tokio::time::sleep(time).await;
            runs.fetch_add(1, Ordering::SeqCst);
            match hook.payload().as_ref() {
                b"panic" => panic!("as the test asked"),
                b"error" => StatusCode::BAD_GATEWAY,
                _ => StatusCode::ACCEPTED,
            }
        }
    };
    Router::new().route("/", webhook(verifier, handler))
}

async fn send(router: &Router, id: &'static str, body: &'static str) -> (u16, Option<u64>) {
    let response: Response = router.clone().oneshot(request(id, body)).await.unwrap();
    let retry = response.headers().get("retry-after");
    let retry = retry.map(|seconds| seconds.to_str().unwrap().parse().unwrap());
    (response.status().as_u16(), retry)
}

#[tokio::test]
async fn a_delivery_is_handled_once() {
    let (idempotency, runs) = (Idempotency::new(MemoryStore::new()), Arc::default());
    let router = router(&idempotency, &runs, Duration::ZERO);
    assert_eq!(send(&router, "one", "{}").await, (202, None));
    assert_eq!(send(&router, "one", "{}").await, (202, None), "with the first status");
    assert_eq!(send(&router, "one", "{ }").await, (422, None), "another body");
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert_eq!(send(&router, "two", "{}").await, (202, None));
    assert_eq!(send(&router, "three", "error").await, (502, None));
    assert_eq!(send(&router, "three", "error").await, (502, None), "handled again");
    assert_eq!(send(&router, "four", "panic").await, (500, None));
    assert_eq!(send(&router, "four", "panic").await, (500, None), "handled again");
    assert_eq!(runs.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn a_slow_handler_goes_on() {
    let (idempotency, runs) = (Idempotency::new(MemoryStore::new()), Arc::default());
    let router = router(&idempotency, &runs, Duration::from_millis(600));
    assert_eq!(send(&router, "one", "{}").await, (503, Some(1)), "at the deadline");
    let (status, retry) = send(&router, "one", "{}").await;
    assert!(status == 503 && retry.is_some(), "still running");
    assert!(idempotency.drain(Duration::from_secs(5)).await.is_complete());
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert_eq!(send(&router, "two", "{}").await.0, 503, "draining");
}
