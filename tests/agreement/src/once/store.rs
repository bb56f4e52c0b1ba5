//! A store whose calls are counted, and that can fail.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use verihook_axum::idempotency::{
    Claim, Claimed, Key, MemoryStore, Owner, Ownership, Store, StoreError, StoreFuture,
};

/// A store in memory whose calls are counted, and that fails or hangs if it is told to. Clones are
/// the same store.
#[derive(Clone, Debug, Default)]
pub struct Probe(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    memory: MemoryStore,
    calls: AtomicUsize,
    state: Mutex<State>,
    /// The claims that were neither completed nor released.
    leases: Mutex<HashMap<Key, Owner>>,
}

/// Whether a store answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "made for the tests of this package")]
pub enum State {
    /// It does.
    #[default]
    Works,
    /// Its calls fail.
    Fails,
    /// Its calls do not end.
    Hangs,
}

impl Probe {
    /// Returns the number of calls so far.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    /// Returns the number of claims that were neither completed nor released.
    #[must_use]
    pub fn leases(&self) -> usize {
        self.0.leases().len()
    }

    /// Changes whether the store answers.
    pub fn set(&self, state: State) {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn call<'s, T: Send + 's>(
        &'s self,
        call: impl FnOnce(&'s Inner) -> StoreFuture<'s, T> + Send + 's,
    ) -> StoreFuture<'s, T> {
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        StoreFuture::new(async move {
            // Not ready at the first poll, as stores on other machines.
            tokio::task::yield_now().await;
            while self.0.state() == State::Hangs {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            match self.0.state() {
                State::Fails => Err(StoreError::new("as the test requires")),
                _ => call(&self.0).await,
            }
        })
    }
}

impl Inner {
    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leases(&self) -> MutexGuard<'_, HashMap<Key, Owner>> {
        self.leases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, key: Key, owner: Owner) {
        let mut leases = self.leases();
        if leases.get(&key) == Some(&owner) {
            leases.remove(&key);
        }
    }
}

impl Store for Probe {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        self.call(move |inner| {
            StoreFuture::new(async move {
                let claimed = inner.memory.claim(claim).await?;
                if claimed == Claimed::New {
                    inner.leases().insert(claim.key, claim.owner);
                }
                Ok(claimed)
            })
        })
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.call(move |inner| inner.memory.renew(key, owner, lease))
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        self.call(move |inner| {
            inner.end(key, owner);
            inner.memory.complete(key, owner, status)
        })
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        self.call(move |inner| {
            inner.end(key, owner);
            inner.memory.release(key, owner)
        })
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        self.call(move |inner| inner.memory.status(key))
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        StoreFuture::ready(Ok(false))
    }

    fn name(&self) -> &'static str {
        "probe"
    }
}
