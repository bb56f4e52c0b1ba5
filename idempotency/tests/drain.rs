//! A drain leaves nothing behind in the store: neither a claim that no one waits for any more, nor
//! a completion that failed at first.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};
use verihook::providers::StandardWebhooks;
use verihook::{PlainHead, Signer, UnixTime, Verifier};
use verihook_idempotency::{
    Claim, Claimed, Idempotency, Key, MemoryStore, Owner, Ownership, RunningLease, Store,
    StoreError, StoreFuture,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A store that takes some time for a claim, and counts the deliveries that have an owner.
#[derive(Clone, Debug, Default)]
struct Slow {
    store: Arc<MemoryStore>,
    owned: Arc<AtomicI64>,
    /// The number of completions that still fail.
    failures: Arc<AtomicI64>,
}

impl Slow {
    fn disown(&self, ownership: Ownership) -> Ownership {
        if ownership == Ownership::Held {
            self.owned.fetch_sub(1, Ordering::SeqCst);
        }
        ownership
    }
}

impl Store for Slow {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        StoreFuture::new(async move {
            tokio::task::yield_now().await;
            let claimed = self.store.claim(claim).await?;
            if claimed == Claimed::New {
                self.owned.fetch_add(1, Ordering::SeqCst);
            }
            Ok(claimed)
        })
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.store.renew(key, owner, lease)
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        if self.failures.fetch_sub(1, Ordering::SeqCst) > 0 {
            return StoreFuture::ready(Err(StoreError::new("away")));
        }
        let completed = self.store.complete(key, owner, status);
        StoreFuture::new(async move { completed.await.map(|ownership| self.disown(ownership)) })
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        let released = self.store.release(key, owner);
        StoreFuture::new(async move { released.await.map(|ownership| self.disown(ownership)) })
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        self.store.status(key)
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        self.store.sweep()
    }

    fn name(&self) -> &'static str {
        "slow"
    }
}

/// Claims a verified delivery with this id.
async fn claim(idempotency: &Idempotency, id: String) -> Option<RunningLease> {
    let verifier = Verifier::<StandardWebhooks>::new(SECRET).unwrap();
    let (verifier, claims) = idempotency.wrap(verifier).into_parts();
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let headers = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id).sign(b"{}", now).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let proof = verifier.verify(&head, &b"{}"[..], now).unwrap();
    claims.claim(proof.delivery(), b"{}").await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_drain_waits_for_claims_that_no_one_waits_for() {
    for round in 0..3_000 {
        let store = Slow::default();
        let idempotency = Idempotency::new(store.clone());
        let claims = idempotency.clone();
        let request =
            tokio::spawn(async move { claim(&claims, format!("msg_{round}")).await.is_some() });
        for _ in 0..round % 7 {
            tokio::task::yield_now().await;
        }
        // The client leaves.
        request.abort();
        let _ = request.await;
        idempotency.drain(Duration::from_secs(5)).await;
        assert_eq!(store.owned.load(Ordering::SeqCst), 0, "deliveries left, in round {round}");
    }
}

#[test]
fn a_drain_waits_until_a_completion_is_made() {
    // The handler has done its work, so only the completion is repeated, for ten minutes.
    for (failures, left) in [(0, 0), (1, 0), (100, 0), (i64::MAX, 1)] {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        assert_eq!(runtime.block_on(left_after(failures)), left, "after {failures} failures");
    }
}

/// Returns how many deliveries have an owner after a drain, if this many completions fail.
async fn left_after(failures: i64) -> i64 {
    let store = Slow::default();
    store.failures.store(failures, Ordering::SeqCst);
    let idempotency = Idempotency::new(store.clone());
    handle(&idempotency).await;
    let begun = tokio::time::Instant::now();
    idempotency.drain(Duration::from_secs(3600)).await;
    assert!(begun.elapsed() < Duration::from_secs(610), "it gives up");
    store.owned.load(Ordering::SeqCst)
}

/// Handles a delivery, and returns when its sender has the answer.
async fn handle(idempotency: &Idempotency) {
    let lease = claim(idempotency, "msg".to_owned()).await.unwrap();
    let (task, answer) = lease.detach(async { 204 }, |status| *status);
    tokio::spawn(task);
    assert_eq!(answer.await, Ok(204), "the sender need not wait for the store");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_seldom_there_is_met() {
    let store = Slow::default();
    store.failures.store(i64::MAX, Ordering::SeqCst);
    let idempotency = Idempotency::new(store.clone());
    handle(&idempotency).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    store.failures.store(0, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(store.owned.load(Ordering::SeqCst), 0, "within two seconds");
}
