//! Many claimers of the same deliveries.

use super::*;
use core::future::Future;
use rand::seq::SliceRandom as _;
use std::collections::HashMap;
use std::sync::Arc;

/// Lets many tasks claim the same deliveries, and requires one owner for each.
///
/// Pass 64 claimers and 2,000 keys.
pub(crate) async fn race(store: Arc<dyn Store>, claimers: usize, keys: usize) {
    let fresh: Vec<_> = (0..keys).map(|_| new_key()).collect();
    one_owner_each(&store, claimers, &fresh).await;
    all_see_done(&store, claimers, &fresh).await;

    let abandoned: Vec<_> = (0..keys).map(|_| new_key()).collect();
    let first = abandon(&store, &abandoned).await;
    one_owner_each(&store, claimers, &abandoned).await;
    for claim in first {
        assert_eq!(complete(&*store, claim, 299).await, Ownership::Lost, "another owner did it");
    }
    all_see_done(&store, claimers, &abandoned).await;

    for _ in 0..20 {
        let one = [new_key()];
        abandon(&store, &one).await;
        one_owner_each(&store, claimers, &one).await;
    }
}

/// The status with which the owner of a key completes it.
fn done(key: Key) -> u16 {
    200 + u16::from(key.as_bytes()[0] % 100)
}

/// Claims each key with a lease that has run out on return.
async fn abandon(store: &Arc<dyn Store>, keys: &[Key]) -> Vec<Claim> {
    let claims: Vec<_> = keys.iter().map(|&key| short(key)).collect();
    let claimed = claims.clone();
    each(store, 64, claimed, |store, new| async move {
        own(&*store, new).await;
    })
    .await;
    until_over().await;
    claims
}

/// Lets all claim all keys, and requires that exactly one owns each. The owners complete them: of
/// every second key while the others claim it, of the rest later.
async fn one_owner_each(store: &Arc<dyn Store>, claimers: usize, keys: &[Key]) {
    let tasks: Vec<_> =
        (0..claimers).map(|_| tokio::spawn(claim_all(Arc::clone(store), shuffled(keys)))).collect();
    let mut owners: HashMap<Key, Vec<Claim>> = HashMap::new();
    for task in tasks {
        for claim in task.await.expect("a claimer finishes") {
            owners.entry(claim.key).or_default().push(claim);
        }
    }
    let double = owners.values().filter(|owners| owners.len() > 1).count();
    assert_eq!(double, 0, "keys with more than one owner");
    assert_eq!(owners.len(), keys.len(), "keys with an owner");
    let later = owners.into_values().flatten().filter(|claim| !completes_early(claim.key));
    each(store, claimers, later.collect(), |store, claim| async move {
        assert_eq!(complete(&*store, claim, done(claim.key)).await, Ownership::Held);
    })
    .await;
}

fn completes_early(key: Key) -> bool {
    key.as_bytes()[31].is_multiple_of(2)
}

/// Returns the claims that made the caller an owner.
async fn claim_all(store: Arc<dyn Store>, keys: Vec<Key>) -> Vec<Claim> {
    let mut owned = Vec::new();
    for key in keys {
        let new = long(key);
        match claim(&*store, new).await {
            Claimed::New => {
                owned.push(new);
                if completes_early(key) {
                    assert_eq!(complete(&*store, new, done(key)).await, Ownership::Held);
                }
            }
            Claimed::Done { status } => {
                assert!(completes_early(key), "no owner has completed it");
                assert_eq!(status, done(key));
            }
            other => assert_in_flight(other),
        }
    }
    owned
}

async fn all_see_done(store: &Arc<dyn Store>, claimers: usize, keys: &[Key]) {
    let claims = (0..claimers).flat_map(|_| shuffled(keys)).collect();
    each(store, claimers, claims, |store, key| async move {
        assert_eq!(claim(&*store, long(key)).await, Claimed::Done { status: done(key) });
    })
    .await;
}

/// Runs a call for each item, in this many tasks.
async fn each<T, F>(
    store: &Arc<dyn Store>,
    tasks: usize,
    items: Vec<T>,
    call: impl Fn(Arc<dyn Store>, T) -> F + Clone + Send + 'static,
) where
    T: Copy + Send + Sync + 'static,
    F: Future<Output = ()> + Send,
{
    let chunk = items.len().div_ceil(tasks).max(1);
    let run = |items: &[T]| {
        let (store, items, call) = (Arc::clone(store), items.to_vec(), call.clone());
        tokio::spawn(async move {
            for item in items {
                call(Arc::clone(&store), item).await;
            }
        })
    };
    let tasks: Vec<_> = items.chunks(chunk).map(run).collect();
    for task in tasks {
        task.await.expect("a task finishes");
    }
}

fn shuffled(keys: &[Key]) -> Vec<Key> {
    let mut keys = keys.to_vec();
    keys.shuffle(&mut rand::rng());
    keys
}
