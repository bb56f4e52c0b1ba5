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
use verihook_axum::providers::{GitHub, StandardWebhooks, Zendesk};
use verihook_axum::{
    Bytes, Json, Once, Signer, UnixTime, VerifiedWebhook, Verifier, WebhookRejection, webhook,
};
use verihook_tower::VerifyLayer;

type Hook = VerifiedWebhook<StandardWebhooks, Bytes>;

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
    let handler = move |hook: Hook| {
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

/// A handler that takes a `Result` runs for a rejected request, but not for a duplicate.
#[tokio::test]
async fn a_duplicate_is_not_a_rejection_for_the_handler() {
    let (idempotency, runs) = (Idempotency::new(MemoryStore::new()), Arc::new(AtomicUsize::new(0)));
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    let counter = Arc::clone(&runs);
    let handler = move |hook: Result<Hook, WebhookRejection>| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move { if hook.is_ok() { StatusCode::CREATED } else { StatusCode::IM_A_TEAPOT } }
    };
    let router = Router::new().route("/", webhook(verifier, handler));
    for (runs_after, status) in [(1, 201), (1, 201)] {
        assert_eq!(send(&router, "one", "{}").await, (status, None));
        assert_eq!(runs.load(Ordering::SeqCst), runs_after);
    }
    assert_eq!(send(&router, "one", "{ }").await.0, 422);
    assert_eq!(runs.load(Ordering::SeqCst), 1, "nor for a conflict");
    let forged = Request::post("/").body(Body::from("{}")).unwrap();
    assert_eq!(router.clone().oneshot(forged).await.unwrap().status(), 418);
    assert_eq!(runs.load(Ordering::SeqCst), 2, "but for a forgery");
}

/// A payload that does not parse is rejected before the claim.
#[tokio::test]
async fn a_malformed_payload_is_not_claimed() {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    let numbers = async |_: VerifiedWebhook<StandardWebhooks, Json<Vec<u8>>>| StatusCode::OK;
    let router = Router::new()
        .route("/numbers", webhook(verifier.clone(), numbers))
        .route("/", webhook(verifier, async |_: Hook| StatusCode::ACCEPTED));
    let mut malformed = request("one", "{}");
    *malformed.uri_mut() = "/numbers".parse().unwrap();
    assert_eq!(router.clone().oneshot(malformed).await.unwrap().status(), 422);
    assert_eq!(send(&router, "one", "{}").await, (202, None), "the delivery is still new");
}

/// A handler with `Once` sees the key under which its delivery is claimed.
#[tokio::test]
async fn a_handler_takes_its_lease() {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    let handler =
        async |hook: Once<Hook>| format!("{} {}", hook.lease().key(), hook.payload().len());
    let router = Router::new().route("/", webhook(verifier, handler));
    let response = router.clone().oneshot(request("one", "{}")).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.len() == 66 && text.ends_with(" 2"), "{text}");
    assert_eq!(send(&router, "one", "{}").await, (200, None));
    assert_eq!(idempotency.in_flight(), 0);
}

/// A layer that has claimed the delivery shares its lease with the route. A second claim would wait
/// for the first one, and every delivery would be answered with 503.
#[tokio::test]
async fn a_route_behind_a_layer_shares_its_claim() {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let handler = move |hook: Once<Hook>| {
        let run = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            drop(hook);
            if run == 0 { StatusCode::BAD_GATEWAY } else { StatusCode::ACCEPTED }
        }
    };
    let layer = VerifyLayer::new(verifier.clone());
    let router = Router::new().route("/", webhook(verifier.clone(), handler.clone())).layer(layer);
    assert_eq!(send(&router, "one", "{}").await, (502, None));
    assert_eq!(send(&router, "one", "{}").await, (202, None), "the failure released it");
    assert_eq!(send(&router, "one", "{}").await, (202, None));
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    // Two layers of one endpoint claim once too.
    let layers = (VerifyLayer::new(verifier.clone()), VerifyLayer::new(verifier.clone()));
    let router =
        Router::new().route("/", webhook(verifier, handler)).layer(layers.0).layer(layers.1);
    assert_eq!(send(&router, "two", "{}").await, (202, None));
    assert_eq!(send(&router, "one", "{}").await, (202, None));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}

/// A layer that claims for another endpoint does not let the route handle unclaimed deliveries.
#[tokio::test]
async fn a_layer_of_another_endpoint_is_a_misconfiguration() {
    let idempotency = Idempotency::new(MemoryStore::new());
    let inner = idempotency.wrap(Verifier::<GitHub>::new("a secret").unwrap());
    let outer = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    let handler = async |_: VerifiedWebhook<GitHub, Bytes>| StatusCode::OK;
    let router = Router::new().route("/", webhook(inner, handler)).layer(VerifyLayer::new(outer));
    assert_eq!(send(&router, "one", "{}").await, (500, None));
}

/// Signs a delivery of a provider that does not sign its id, at this many seconds from now.
fn unsigned(id: &'static str, later: u64) -> Request<Body> {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let now = UnixTime::from_seconds(now.seconds() + later);
    let mut request = Request::post("/").header("x-zendesk-webhook-invocation-id", id);
    for (name, value) in Signer::<Zendesk>::new(SECRET).unwrap().sign(b"{}", now).unwrap() {
        request = request.header(name, value);
    }
    request.body(Body::from("{}")).unwrap()
}

#[tokio::test]
async fn a_retry_cannot_be_replayed_under_another_id() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let handler = async move |_: VerifiedWebhook<Zendesk, Bytes>| {
        counted.fetch_add(1, Ordering::SeqCst);
        StatusCode::ACCEPTED
    };
    let zendesk = Verifier::<Zendesk>::new(SECRET).unwrap();
    let idempotency = Idempotency::new(MemoryStore::new());
    let router: Router = Router::new().route("/", webhook(idempotency.wrap(zendesk), handler));
    for (id, later) in [("one", 0), ("one", 1), ("two", 1), ("three", 0)] {
        let response = router.clone().oneshot(unsigned(id, later)).await.unwrap();
        assert_eq!(response.status(), 202, "{id} {later}");
    }
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_blocks_its_thread_keeps_its_lease() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let handler = async move |_: VerifiedWebhook<StandardWebhooks, Bytes>| {
        std::thread::sleep(Duration::from_millis(2_500));
        counted.fetch_add(1, Ordering::SeqCst);
        StatusCode::ACCEPTED
    };
    let verifier = Verifier::<StandardWebhooks>::new(SECRET).unwrap();
    let builder = Idempotency::builder(MemoryStore::new());
    let idempotency = builder.lease(Duration::from_secs(1)).store_timeout(Duration::MAX).build();
    let verifier = idempotency.wrap(verifier).acknowledge_within(Duration::MAX);
    let router: Router = Router::new().route("/", webhook(verifier, handler));
    let first = tokio::spawn(router.clone().oneshot(request("one", "{}")));
    tokio::time::sleep(Duration::from_millis(1_600)).await;
    assert_eq!(send(&router, "one", "{}").await.0, 503, "after the first lease");
    assert_eq!(first.await.unwrap().unwrap().status(), 202);
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}
