//! A store in the memory of one process.

mod shard;

use self::shard::{Shard, Times, Vacant};
use super::{Claim, Claimed, Ownership, Store, StoreError, StoreFuture};
use crate::key::{Key, Owner};
use core::fmt;
use core::hash::BuildHasher as _;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;
use std::collections::hash_map::RandomState;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// At this number of entries, most tables of the shards are about to double.
const DEFAULT_CAPACITY: usize = 800_000;

/// A table that grows blocks the other claims of its shard: with this many, for 2 ms.
const SHARDS: usize = 64;

/// How many expired entries a claim removes. It adds one at most, so the store can only shrink.
const RECLAIMED_BY_CLAIM: usize = 2;

/// How many expired entries of each shard a sweep removes.
const RECLAIMED_BY_SWEEP: usize = 64;

/// A store in the memory of one process, for tests and for a single process with little traffic.
///
/// **It forgets everything when the process ends.** A delivery that the provider repeats after a
/// restart is handled again. Other processes do not see its entries. Use `SqliteStore` for one
/// machine, and Redis or PostgreSQL for several.
///
/// # Capacity
///
/// The store never drops an entry before its retention is over. A full store returns an error for
/// each new delivery, so that the sender gets a 503 and retries later. It logs a warning when it is
/// 80 % full.
///
/// The default capacity is 800,000 entries. With a retention of 7 days, that is 1.3 deliveries a
/// second, or 114,000 a day. For another rate, multiply the deliveries a second by the seconds of
/// the retention, and set [`with_capacity`](Self::with_capacity).
///
/// All entries have the same size, so the capacity also limits the memory: a full store takes 190
/// to 260 bytes an entry, 150 MB by default. It grows with its entries, and does not shrink.
///
/// # Clock
///
/// Leases and retentions use [`Instant`], which stops while a machine is suspended.
///
/// ```
/// use verihook_idempotency::{Idempotency, MemoryStore};
///
/// // Ten deliveries a second, remembered for a day.
/// let idempotency = Idempotency::new(MemoryStore::with_capacity(10 * 24 * 3_600));
/// ```
pub struct MemoryStore {
    shards: [Mutex<Shard>; SHARDS],
    start: Instant,
    capacity: usize,
    len: AtomicUsize,
    was_warned: AtomicBool,
}

impl MemoryStore {
    /// Creates an empty store for 800,000 entries.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }

    /// Creates an empty store for this many entries.
    #[must_use]
    pub fn with_capacity(entries: usize) -> Self {
        // Random, so that no sender can choose ids that all end up in one bucket.
        let seed = RandomState::new().hash_one(0);
        Self {
            shards: core::array::from_fn(|_| Mutex::new(Shard::new(seed))),
            start: Instant::now(),
            capacity: entries,
            len: AtomicUsize::new(0),
            was_warned: AtomicBool::new(false),
        }
    }

    /// Returns the time since the store was created, in nanoseconds. It ends after 584 years.
    fn now(&self) -> u64 {
        nanoseconds(self.start.elapsed())
    }

    /// The hash in a shard uses the first bytes of a key, so this uses another one.
    fn shard(&self, key: Key) -> MutexGuard<'_, Shard> {
        let [.., byte] = *key.as_bytes();
        let [first, ..] = &self.shards;
        lock(self.shards.get(usize::from(byte) % SHARDS).unwrap_or(first))
    }

    /// Reads the clock. Call it under the lock, or a claim that waited would see an old time.
    fn times(&self, claim: &Claim) -> Times {
        let now = self.now();
        let after = |time| now.saturating_add(nanoseconds(time));
        Times { now, lease_until: after(claim.lease), expires: after(claim.retention) }
    }

    fn insert(&self, claim: &Claim) -> Result<Claimed, StoreError> {
        let mut shard = self.shard(claim.key);
        let times = self.times(claim);
        let reclaimed = shard.reclaim(times.now, RECLAIMED_BY_CLAIM);
        self.let_go(reclaimed);
        match shard.claim(claim, times) {
            Ok(claimed) => return Ok(claimed),
            Err(Vacant) if self.reserve() => shard.insert(claim, times),
            // No other shard may be locked together with this one.
            Err(Vacant) => {
                drop(shard);
                return self.insert_when_full(claim);
            }
        }
        drop(shard);
        self.warn_if_almost_full();
        Ok(Claimed::New)
    }

    /// Looks for expired entries in all shards before it refuses.
    fn insert_when_full(&self, claim: &Claim) -> Result<Claimed, StoreError> {
        self.reclaim(RECLAIMED_BY_CLAIM);
        let mut shard = self.shard(claim.key);
        let times = self.times(claim);
        match shard.claim(claim, times) {
            Ok(claimed) => Ok(claimed),
            Err(Vacant) if self.reserve() => {
                shard.insert(claim, times);
                Ok(Claimed::New)
            }
            Err(Vacant) => Err(StoreError::new(format!(
                "the memory store is full: none of its {} entries has expired. Increase its \
                 capacity, or use another store",
                self.capacity
            ))),
        }
    }

    /// Counts a new entry, if there is room for it.
    fn reserve(&self) -> bool {
        let room = |len| (len < self.capacity).then_some(len + 1);
        self.len.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room).is_ok()
    }

    fn let_go(&self, entries: usize) {
        if entries == 0 {
            return;
        }
        let len = self.len.fetch_sub(entries, Ordering::Relaxed) - entries;
        if len < self.capacity / 10 * 7 {
            self.was_warned.store(false, Ordering::Relaxed);
        }
    }

    /// Warns again only after the store was less than 70 % full.
    fn warn_if_almost_full(&self) {
        let len = self.len.load(Ordering::Relaxed);
        if len >= self.capacity - self.capacity / 5
            && !self.was_warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                target: "verihook",
                entries = len,
                capacity = self.capacity,
                "the memory store is 80 % full: when it is full, new deliveries are answered with \
                 503. Increase its capacity, or use another store"
            );
        }
    }

    /// Removes expired entries. Returns `true` if there are more.
    fn reclaim(&self, of_each_shard: usize) -> bool {
        let now = self.now();
        let mut has_more = false;
        for shard in &self.shards {
            let mut shard = lock(shard);
            let reclaimed = shard.reclaim(now, of_each_shard);
            has_more |= shard.has_expired(now);
            drop(shard);
            self.let_go(reclaimed);
        }
        has_more
    }
}

impl Store for MemoryStore {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        StoreFuture::ready(self.insert(&claim))
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        let mut shard = self.shard(key);
        let lease_until = self.now().saturating_add(nanoseconds(lease));
        let is_owned = shard.renew(key, owner, lease_until);
        StoreFuture::ready(Ok(is_owned.into()))
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        let is_owned = self.shard(key).complete(key, owner, status);
        StoreFuture::ready(Ok(is_owned.into()))
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        let is_owned = self.shard(key).release(key, owner);
        self.let_go(usize::from(is_owned));
        StoreFuture::ready(Ok(is_owned.into()))
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        let shard = self.shard(key);
        StoreFuture::ready(Ok(shard.status(key, self.now())))
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        StoreFuture::ready(Ok(self.reclaim(RECLAIMED_BY_SWEEP)))
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("len", &self.len.load(Ordering::Relaxed))
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

/// A panic cannot leave a shard half changed, so a poisoned lock is no reason to stop.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
