//! Handles each delivery once. `tests/agreement` shows what all adapters have in common.

#![allow(clippy::unwrap_used, missing_docs)]

use core::sync::atomic::{AtomicUsize, Ordering};
use rocket::http::{Header, Status};
use rocket::local::blocking::Client;
use std::sync::Arc;
use std::time::SystemTime;
use verihook_rocket::idempotency::{Idempotency, IdempotentVerifier, MemoryStore};
use verihook_rocket::providers::StandardWebhooks;
use verihook_rocket::{
    Bytes, Json, Once, Signer, UnixTime, VerifiedWebhook, Verifier, WebhookRejection, webhook,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Hook = VerifiedWebhook<StandardWebhooks, Bytes>;

fn idempotent() -> (Idempotency, IdempotentVerifier<StandardWebhooks>) {
    let idempotency = Idempotency::new(MemoryStore::new());
    let verifier = idempotency.wrap(Verifier::<StandardWebhooks>::new(SECRET).unwrap());
    (idempotency, verifier)
}

fn client(routes: Vec<rocket::Route>) -> Client {
    let log_level = rocket::config::LogLevel::Off;
    let config = rocket::Config { log_level, ..rocket::Config::default() };
    Client::untracked(rocket::custom(config).mount("/", routes)).unwrap()
}

fn send(client: &Client, path: &'static str, id: &str, body: &str) -> (u16, String) {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let signer = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id);
    let mut request = client.post(path).body(body);
    for (name, value) in signer.sign(body.as_bytes(), now).unwrap() {
        request.add_header(Header::new(name, value));
    }
    let response = request.dispatch();
    (response.status().code, response.into_string().unwrap_or_default())
}

/// A handler that takes a `Result` runs for a rejected request, but not for a duplicate.
#[test]
fn a_duplicate_is_not_a_rejection_for_the_handler() {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let handler = move |hook: Result<Hook, WebhookRejection>| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move { if hook.is_ok() { Status::Created } else { Status::ImATeapot } }
    };
    let client = client(webhook("/hook", idempotent().1, handler));
    assert_eq!(send(&client, "/hook", "one", "{}").0, 201);
    assert_eq!(send(&client, "/hook", "one", "{}").0, 201);
    assert_eq!(send(&client, "/hook", "one", "{ }").0, 422);
    assert_eq!(runs.load(Ordering::SeqCst), 1, "neither for a duplicate nor for a conflict");
    assert_eq!(client.post("/hook").body("{}").dispatch().status(), Status::ImATeapot);
    assert_eq!(runs.load(Ordering::SeqCst), 2, "but for a forgery");
}

#[test]
fn a_malformed_payload_is_not_claimed() {
    let verifier = idempotent().1;
    let numbers = async |_: VerifiedWebhook<StandardWebhooks, Json<Vec<u8>>>| Status::Ok;
    let numbers = webhook("/numbers", verifier.clone(), numbers);
    let raw = webhook("/raw", verifier, async |_: Hook| Status::Accepted);
    let client = client([numbers, raw].concat());
    assert_eq!(send(&client, "/numbers", "one", "{}").0, 422);
    assert_eq!(send(&client, "/raw", "one", "{}").0, 202, "the delivery is still new");
}

#[test]
fn a_handler_takes_its_lease() {
    let (idempotency, verifier) = idempotent();
    let handler =
        async |hook: Once<Hook>| format!("{} {}", hook.lease().key(), hook.payload().len());
    let client = client(webhook("/hook", verifier, handler));
    let (status, text) = send(&client, "/hook", "one", "{}");
    assert!(status == 200 && text.len() == 66 && text.ends_with(" 2"), "{text}");
    assert_eq!(send(&client, "/hook", "one", "{}"), (200, String::new()));
    assert_eq!(idempotency.in_flight(), 0);
}
