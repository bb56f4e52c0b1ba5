//! Handles each delivery once. `tests/agreement` shows what all adapters have in common.

#![allow(clippy::unwrap_used, missing_docs)]

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::SystemTime;
use verihook_warp::idempotency::{Idempotency, IdempotentVerifier, MemoryStore};
use verihook_warp::providers::StandardWebhooks;
use verihook_warp::{
    Bytes, Json, Once, Signer, UnixTime, VerifiedWebhook, Verifier, WebhookRejection, handle,
};
use warp::Filter as _;
use warp::filters::BoxedFilter;
use warp::http::StatusCode;
use warp::reply::Response;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Hook = VerifiedWebhook<StandardWebhooks, Bytes>;

fn idempotent() -> (Idempotency, IdempotentVerifier<StandardWebhooks>) {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    (idempotency, verifier)
}

async fn send(route: &BoxedFilter<(Response,)>, path: &str, id: &str, body: &str) -> (u16, String) {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let mut request = warp::test::request().method("POST").path(path).body(body);
    for (name, value) in signer.sign(body.as_bytes(), now).unwrap() {
        request = request.header(name, value);
    }
    let response = request.reply(route).await;
    let text = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status().as_u16(), text)
}

/// A handler that takes a `Result` runs for a rejected request, but not for a duplicate.
#[tokio::test]
async fn a_duplicate_is_not_a_rejection_for_the_handler() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let handler = move |(): (), hook: Result<Hook, WebhookRejection>| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move { if hook.is_ok() { StatusCode::CREATED } else { StatusCode::IM_A_TEAPOT } }
    };
    let route = handle(warp::path!("hook"), idempotent().1, handler).boxed();
    assert_eq!(send(&route, "/hook", "one", "{}").await.0, 201);
    assert_eq!(send(&route, "/hook", "one", "{}").await.0, 201);
    assert_eq!(send(&route, "/hook", "one", "{ }").await.0, 422);
    assert_eq!(runs.load(Ordering::SeqCst), 1, "neither for a duplicate nor for a conflict");
    let forged = warp::test::request().method("POST").path("/hook").body("{}").reply(&route).await;
    assert_eq!(forged.status(), 418);
    assert_eq!(runs.load(Ordering::SeqCst), 2, "but for a forgery");
}

#[tokio::test]
async fn a_malformed_payload_is_not_claimed() {
    let verifier = idempotent().1;
    let numbers =
        async |(): (), _: VerifiedWebhook<StandardWebhooks, Json<Vec<u8>>>| StatusCode::OK;
    let numbers = handle(warp::path!("numbers"), verifier.clone(), numbers);
    let raw = handle(warp::path!("raw"), verifier, async |(): (), _: Hook| StatusCode::ACCEPTED);
    let route = numbers.or(raw).unify().boxed();
    assert_eq!(send(&route, "/numbers", "one", "{}").await.0, 422);
    assert_eq!(send(&route, "/raw", "one", "{}").await.0, 202, "the delivery is still new");
}

#[tokio::test]
async fn a_handler_takes_its_lease() {
    let (idempotency, verifier) = idempotent();
    let handler =
        async |(): (), hook: Once<Hook>| format!("{} {}", hook.lease().key(), hook.payload().len());
    let route = handle(warp::path!("hook"), verifier, handler).boxed();
    let (status, text) = send(&route, "/hook", "one", "{}").await;
    assert!(status == 200 && text.len() == 66 && text.ends_with(" 2"), "{text}");
    assert_eq!(send(&route, "/hook", "one", "{}").await, (200, String::new()));
    assert_eq!(idempotency.in_flight(), 0);
}
