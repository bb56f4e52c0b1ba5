//! A store in the memory of one process.

use super::{Claim, Claimed, Ownership, Store, StoreFuture};
use crate::key::{Key, Owner};
use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A store in the memory of one process.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<HashMap<Key, Entry>>);

#[derive(Debug)]
struct Entry {
    claim: Claim,
    status: Option<u16>,
    lease_until: Instant,
    expires: Instant,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn owned<T>(
        &self,
        key: Key,
        owner: Owner,
        with: impl FnOnce(&mut HashMap<Key, Entry>) -> T,
    ) -> StoreFuture<'_, Ownership> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_owned = entries
            .get(&key)
            .is_some_and(|entry| entry.claim.owner == owner && entry.status.is_none());
        if is_owned {
            with(&mut entries);
        }
        StoreFuture::ready(Ok(is_owned.into()))
    }
}

impl Store for MemoryStore {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if let Some(entry) = entries.get(&claim.key).filter(|entry| entry.expires > now) {
            let claimed = match entry.status {
                _ if entry.claim.body != claim.body => Claimed::Conflict,
                Some(status) => Claimed::Done { status },
                None if entry.lease_until > now => {
                    Claimed::InFlight { retry_after: entry.lease_until - now }
                }
                None => Claimed::New,
            };
            if claimed != Claimed::New {
                return StoreFuture::ready(Ok(claimed));
            }
        }
        let (lease_until, expires) = (after(now, claim.lease), after(now, claim.retention));
        entries.insert(claim.key, Entry { claim, status: None, lease_until, expires });
        StoreFuture::ready(Ok(Claimed::New))
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.owned(key, owner, |entries| {
            if let Some(entry) = entries.get_mut(&key) {
                entry.lease_until = after(Instant::now(), lease);
            }
        })
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        self.owned(key, owner, |entries| {
            if let Some(entry) = entries.get_mut(&key) {
                entry.status = Some(status);
            }
        })
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        self.owned(key, owner, |entries| entries.remove(&key))
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        StoreFuture::ready(Ok(entries
            .get(&key)
            .filter(|entry| entry.expires > Instant::now())
            .and_then(|entry| entry.status)))
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        StoreFuture::ready(Ok(false))
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}

/// Returns a later time; a year later, if the clock cannot count as far.
fn after(now: Instant, time: Duration) -> Instant {
    now.checked_add(time).unwrap_or_else(|| now + Duration::from_secs(365 * 86_400))
}
