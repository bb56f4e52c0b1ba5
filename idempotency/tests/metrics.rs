//! Reads the counters, the gauge and the histograms of the feature `metrics`.

#![cfg(feature = "metrics")]
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use verihook::providers::StandardWebhooks;
use verihook::{PlainHead, Signer, UnixTime, Verifier};
use verihook_idempotency::{
    Claim, Claimed, Idempotency, Key, MemoryStore, Owner, Ownership, RunningLease, Store,
    StoreError, StoreFuture, Unclaimed,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A store that can be away.
#[derive(Debug, Default)]
struct Leaving {
    store: MemoryStore,
    away: Arc<AtomicBool>,
}

impl Store for Leaving {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        match self.away.load(Ordering::SeqCst) {
            true => StoreFuture::ready(Err(StoreError::new("away"))),
            false => self.store.claim(claim),
        }
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.store.renew(key, owner, lease)
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        self.store.complete(key, owner, status)
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        self.store.release(key, owner)
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        self.store.status(key)
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        self.store.sweep()
    }

    fn name(&self) -> &'static str {
        "leaving"
    }
}

async fn claim(
    idempotency: &Idempotency,
    id: &str,
    body: &'static [u8],
) -> Result<Option<RunningLease>, Unclaimed> {
    let verifier = Verifier::<StandardWebhooks>::new(SECRET).unwrap();
    let (verifier, claims) = idempotency.wrap(verifier).into_parts();
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let headers = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id).sign(body, now).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let proof = verifier.verify(&head, body, now).unwrap();
    claims.claim(proof.delivery(), body).await
}

/// Handles a delivery to its end, which is a completion or a release.
async fn handle(lease: RunningLease, status: u16) {
    let (task, _answer) = lease.detach(async move { status }, |status| *status);
    task.await;
}

/// Returns each metric with its labels, as `name{label=value}`. A snapshot starts the counters and the
/// histograms anew.
fn read(snapshotter: &Snapshotter) -> Vec<(String, DebugValue)> {
    let described = snapshotter.snapshot().into_vec().into_iter().map(|(key, _, _, value)| {
        let labels = key.key().labels().map(|label| format!("{}={}", label.key(), label.value()));
        let labels: Vec<_> = labels.collect();
        (format!("{}{{{}}}", key.key().name(), labels.join(",")), value)
    });
    described.collect()
}

fn of<'m>(metrics: &'m [(String, DebugValue)], name: &str) -> &'m DebugValue {
    let found = metrics.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value).unwrap_or_else(|| panic!("{name}: {metrics:?}"))
}

fn observations(metrics: &[(String, DebugValue)], name: &str) -> Vec<f64> {
    match of(metrics, name) {
        DebugValue::Histogram(values) => values.iter().map(|value| value.into_inner()).collect(),
        other => panic!("{name}: {other:?}"),
    }
}

#[tokio::test]
async fn each_delivery_is_counted_by_its_verdict() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    // Everything runs on this thread, so no other test writes to it.
    let _guard = metrics::set_default_local_recorder(&recorder);
    let store = Leaving::default();
    let away = Arc::clone(&store.away);
    let idempotency = Idempotency::new(store);

    let held = claim(&idempotency, "one", b"{}").await.unwrap().unwrap();
    let second = claim(&idempotency, "two", b"{}").await.unwrap().unwrap();
    let labels = "provider=standard-webhooks,endpoint=standard-webhooks";
    let count = |verdict| format!("verihook_deliveries_total{{{labels},verdict={verdict}}}");
    let metrics = read(&snapshotter);
    assert_eq!(of(&metrics, "verihook_handlers_in_flight{}"), &DebugValue::Gauge(2.0.into()));
    assert_eq!(of(&metrics, &count("new")), &DebugValue::Counter(2));

    assert!(matches!(claim(&idempotency, "one", b"{}").await, Err(Unclaimed::InFlight { .. })));
    handle(held, 201).await;
    handle(second, 500).await;
    for _ in 0..3 {
        let again = claim(&idempotency, "one", b"{}").await;
        assert!(matches!(again, Err(Unclaimed::Done { status: 201 })));
    }
    assert!(matches!(claim(&idempotency, "one", b"[]").await, Err(Unclaimed::Conflict)));
    away.store(true, Ordering::SeqCst);
    assert!(matches!(claim(&idempotency, "new", b"{}").await, Err(Unclaimed::Unavailable(_))));
    away.store(false, Ordering::SeqCst);
    idempotency.drain(Duration::from_secs(1)).await;
    assert!(matches!(claim(&idempotency, "new", b"{}").await, Err(Unclaimed::Draining)));

    let metrics = read(&snapshotter);
    let counts = [
        ("new", 0),
        ("in_flight", 1),
        ("duplicate", 3),
        ("conflict", 1),
        ("unavailable", 1),
        ("draining", 1),
    ];
    for (verdict, number) in counts {
        assert_eq!(of(&metrics, &count(verdict)), &DebugValue::Counter(number), "{verdict}");
    }
    assert_eq!(of(&metrics, "verihook_handlers_in_flight{}"), &DebugValue::Gauge(0.0.into()));
    let handlers = observations(&metrics, &format!("verihook_handler_seconds{{{labels}}}"));
    assert_eq!(handlers.len(), 2, "the handlers that ran");
    for (call, count) in [("claim", 7), ("complete", 1)] {
        let name = format!("verihook_store_seconds{{store=leaving,call={call}}}");
        let seconds = observations(&metrics, &name);
        assert_eq!(seconds.len(), count, "{call}");
        assert!(seconds.iter().all(|seconds| (0.0..60.0).contains(seconds)), "{seconds:?}");
    }
}
