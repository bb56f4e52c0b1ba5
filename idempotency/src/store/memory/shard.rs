//! One of the maps of the store in memory, with the order in which its entries expire.

use super::super::{Claim, Claimed};
use crate::key::{BodyDigest, Key, Owner};
use core::cmp::Reverse;
use core::hash::{BuildHasher, Hasher};
use core::time::Duration;
use std::collections::{BinaryHeap, HashMap};

/// The number of outdated records that are always allowed in the queue.
const OUTDATED: usize = 64;

/// Moments in nanoseconds since the store was created.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) now: u64,
    pub(super) lease_until: u64,
    pub(super) expires: u64,
}

/// The key has no entry.
pub(super) struct Vacant;

struct Entry {
    body: BodyDigest,
    owner: Owner,
    status: Option<u16>,
    lease_until: u64,
    expires: u64,
}

pub(super) struct Shard {
    entries: HashMap<Key, Entry, Prefix>,
    /// The next entry to expire comes first. Each entry has a record with its time; the records of
    /// entries that were released or replaced are outdated.
    queue: BinaryHeap<Reverse<(u64, Key)>>,
}

impl Shard {
    pub(super) fn new(seed: u64) -> Self {
        Self { entries: HashMap::with_hasher(Prefix(seed)), queue: BinaryHeap::new() }
    }

    /// Answers a claim, unless there is no entry to replace.
    pub(super) fn claim(&mut self, claim: &Claim, times: Times) -> Result<Claimed, Vacant> {
        let entry = self.entries.get_mut(&claim.key).ok_or(Vacant)?;
        if entry.expires > times.now {
            if entry.body != claim.body {
                return Ok(Claimed::Conflict);
            }
            if let Some(status) = entry.status {
                return Ok(Claimed::Done { status });
            }
            if entry.lease_until > times.now {
                let retry_after = Duration::from_nanos(entry.lease_until - times.now);
                return Ok(Claimed::InFlight { retry_after });
            }
        }
        *entry = Entry::new(claim, times);
        self.enqueue(claim.key, times.expires);
        Ok(Claimed::New)
    }

    /// Adds an entry.
    pub(super) fn insert(&mut self, claim: &Claim, times: Times) {
        self.entries.insert(claim.key, Entry::new(claim, times));
        self.enqueue(claim.key, times.expires);
    }

    pub(super) fn renew(&mut self, key: Key, owner: Owner, lease_until: u64) -> bool {
        self.owned(key, owner).map(|entry| entry.lease_until = lease_until).is_some()
    }

    pub(super) fn complete(&mut self, key: Key, owner: Owner, status: u16) -> bool {
        self.owned(key, owner).map(|entry| entry.status = Some(status)).is_some()
    }

    pub(super) fn release(&mut self, key: Key, owner: Owner) -> bool {
        self.owned(key, owner).is_some() && self.entries.remove(&key).is_some()
    }

    pub(super) fn status(&self, key: Key, now: u64) -> Option<u16> {
        self.entries.get(&key).filter(|entry| entry.expires > now).and_then(|entry| entry.status)
    }

    fn owned(&mut self, key: Key, owner: Owner) -> Option<&mut Entry> {
        self.entries.get_mut(&key).filter(|entry| entry.owner == owner && entry.status.is_none())
    }

    /// Removes expired entries and returns their number. Looks at this many records at most.
    pub(super) fn reclaim(&mut self, now: u64, limit: usize) -> usize {
        let before = self.entries.len();
        for _ in 0..limit {
            if !self.has_expired(now) {
                break;
            }
            let Some(Reverse((_, key))) = self.queue.pop() else { break };
            if self.entries.get(&key).is_some_and(|entry| entry.expires <= now) {
                self.entries.remove(&key);
            }
        }
        before - self.entries.len()
    }

    /// Returns `true` if the first record has expired.
    pub(super) fn has_expired(&self, now: u64) -> bool {
        self.queue.peek().is_some_and(|Reverse((expires, _))| *expires <= now)
    }

    /// Without the removal of outdated records, a delivery that is claimed and released again and
    /// again would let the queue grow for as long as the retention.
    fn enqueue(&mut self, key: Key, expires: u64) {
        self.queue.push(Reverse((expires, key)));
        if self.queue.len() > self.entries.len() * 2 + OUTDATED {
            let current = |(&key, entry): (&Key, &Entry)| Reverse((entry.expires, key));
            self.queue = self.entries.iter().map(current).collect();
        }
    }
}

impl Entry {
    const fn new(claim: &Claim, times: Times) -> Self {
        let Times { lease_until, expires, .. } = times;
        Self { body: claim.body, owner: claim.owner, status: None, lease_until, expires }
    }
}

/// Hashes a key, which is a SHA-256 digest, by its first eight bytes and a seed.
#[derive(Clone)]
struct Prefix(u64);

struct PrefixHasher {
    seed: u64,
    hash: u64,
}

impl BuildHasher for Prefix {
    type Hasher = PrefixHasher;

    fn build_hasher(&self) -> PrefixHasher {
        PrefixHasher { seed: self.0, hash: self.0 }
    }
}

impl Hasher for PrefixHasher {
    fn write(&mut self, bytes: &[u8]) {
        let prefix = bytes.first_chunk().map_or(0, |prefix| u64::from_le_bytes(*prefix));
        let product = u128::from(prefix ^ self.seed) * 0x9e37_79b9_7f4a_7c15;
        self.hash = (product >> 64) as u64 ^ product as u64;
    }

    /// The length of a key is always the same.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(shard: &mut Shard, number: u64, expires: u64) -> Claim {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&number.to_le_bytes());
        let claim =
            Claim::new(Key::from_bytes(key), BodyDigest::ANY, Duration::ZERO, Duration::ZERO);
        let times = Times { now: 0, lease_until: 0, expires };
        if shard.claim(&claim, times).is_err() {
            shard.insert(&claim, times);
        }
        claim
    }

    #[test]
    fn outdated_records_do_not_accumulate() {
        let mut shard = Shard::new(1);
        let kept = claimed(&mut shard, 0, 5);
        for round in 0..100_000 {
            let claim = claimed(&mut shard, 1 + round % 3, 10 + round);
            if round % 2 == 0 {
                assert!(shard.release(claim.key, claim.owner));
            }
            assert!(shard.queue.len() <= 2 * 4 + OUTDATED + 1);
        }
        assert_eq!(shard.reclaim(5, 1), 1, "the records of other entries stay");
        assert!(!shard.entries.contains_key(&kept.key));
    }

    #[test]
    fn reclaims_in_the_order_of_expiry() {
        let mut shard = Shard::new(1);
        for number in 0..1_000 {
            claimed(&mut shard, number, 1 + (number * 7) % 1_000);
        }
        assert_eq!(shard.reclaim(0, usize::MAX), 0);
        for now in [1, 10, 500, 999] {
            while shard.has_expired(now) {
                assert!(shard.reclaim(now, 2) <= 2);
            }
            assert_eq!(shard.entries.len() as u64, 1_000 - now);
            assert!(shard.entries.values().all(|entry| entry.expires > now));
        }
    }

    #[test]
    fn replaced_entries_keep_their_new_time() {
        let mut shard = Shard::new(1);
        claimed(&mut shard, 0, 5);
        claimed(&mut shard, 0, 50);
        assert_eq!(shard.reclaim(5, 2), 0, "the first record is outdated");
        assert_eq!(shard.reclaim(49, 2), 0);
        assert_eq!(shard.reclaim(50, 2), 1);
    }

    #[test]
    fn the_seed_decides_the_bucket() {
        let low = |seed: u64, number: u64| {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&(number << 16).to_le_bytes());
            Prefix(seed).hash_one(Key::from_bytes(key)) & 0xffff
        };
        for seed in [1, u64::MAX, 0x1234_5678_9abc_def0] {
            let buckets: std::collections::HashSet<_> =
                (0..1_000).map(|number| low(seed, number)).collect();
            assert!(buckets.len() > 950, "{} buckets for 1,000 keys", buckets.len());
        }
        assert_ne!(low(1, 1), low(2, 1));
    }
}
