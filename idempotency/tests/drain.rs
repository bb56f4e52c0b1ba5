//! A drain leaves nothing behind in the store, even of claims that no one waits for any more.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};
use verihook::providers::StandardWebhooks;
use verihook::{PlainHead, Signer, UnixTime, Verifier};
use verihook_idempotency::{
    Claim, Claimed, Claims, Idempotency, Key, MemoryStore, Owner, Ownership, Store, StoreFuture,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A store that takes some time for a claim, and counts the deliveries that have an owner.
#[derive(Clone, Debug, Default)]
struct Slow {
    store: Arc<MemoryStore>,
    owned: Arc<AtomicI64>,
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

/// Calls `claim` with a verified delivery.
async fn claim(claims: &Claims, verifier: &Verifier<StandardWebhooks>, id: String) -> bool {
    let now = UnixTime::try_from(SystemTime::now()).unwrap();
    let headers = Signer::<StandardWebhooks>::new(SECRET).unwrap().id(id).sign(b"{}", now).unwrap();
    let head = PlainHead::new("POST", "/", &headers);
    let proof = verifier.verify(&head, &b"{}"[..], now).unwrap();
    claims.claim(proof.delivery(), b"{}").await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_drain_waits_for_claims_that_no_one_waits_for() {
    for round in 0..3_000 {
        let store = Slow::default();
        let idempotency = Idempotency::new(store.clone());
        let verifier = Verifier::<StandardWebhooks>::new(SECRET).unwrap();
        let (verifier, claims) = idempotency.wrap(verifier).into_parts();
        let request = tokio::spawn(async move {
            claim(&claims, &verifier, format!("msg_{round}")).await;
        });
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
