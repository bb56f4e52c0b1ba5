//! The store in memory does what every store must do, and refuses when it is full.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "suite/mod.rs"]
mod suite;

use std::sync::Arc;
use suite::{LONG, SHORT, body, claim, complete, long, new_key, own, release, status, sweep};
use suite::{short, until_over};
use verihook_idempotency::{Claim, Claimed, Key, MemoryStore, Ownership, Store as _};

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract() {
    suite::contract(Arc::new(MemoryStore::new())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_the_model() {
    suite::model(Arc::new(MemoryStore::new())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn has_one_owner_for_each_delivery() {
    suite::race(Arc::new(MemoryStore::new()), 64, 2_000).await;
}

#[tokio::test]
async fn forgets_nothing_when_it_is_full() {
    let store = MemoryStore::with_capacity(1_600);
    let mut kept = Vec::new();
    let mut refused = 0;
    for _ in 0..4_000 {
        let new = long(new_key());
        match store.claim(new).await {
            Ok(claimed) => {
                assert_eq!(claimed, Claimed::New);
                assert_eq!(complete(&store, new, 201).await, Ownership::Held);
                kept.push(new);
            }
            Err(error) => {
                assert!(error.to_string().starts_with("the memory store is full"), "{error}");
                assert_eq!(status(&store, new.key).await, None);
                refused += 1;
            }
        }
    }
    assert_eq!((kept.len(), refused), (1_600, 2_400));
    sweep(&store).await;
    for old in &kept {
        assert_eq!(claim(&store, long(old.key)).await, Claimed::Done { status: 201 });
    }
}

#[tokio::test]
async fn a_full_store_takes_over_and_makes_room() {
    let store = MemoryStore::with_capacity(100);
    let mut claims = Vec::new();
    for _ in 0..100 {
        claims.push(own(&store, Claim::new(new_key(), body("body"), SHORT, LONG)).await);
    }
    until_over().await;
    let replaced = own(&store, long(claims[0].key)).await;
    let _ = store.claim(long(new_key())).await.expect_err("it is full");
    assert_eq!(release(&store, replaced).await, Ownership::Held);
    own(&store, long(new_key())).await;
    let _ = store.claim(long(new_key())).await.expect_err("it is full again");
}

/// Returns a key of one of the maps in the store.
fn key_of_shard(shard: u8) -> Key {
    let mut key = *new_key().as_bytes();
    key[31] = shard;
    Key::from_bytes(key)
}

#[tokio::test]
async fn claims_reclaim_expired_entries_of_their_shard() {
    let store = MemoryStore::new();
    for _ in 0..100 {
        own(&store, Claim::new(key_of_shard(7), body("body"), SHORT, SHORT)).await;
    }
    until_over().await;
    for _ in 0..50 {
        own(&store, long(key_of_shard(7))).await;
    }
    assert!(format!("{store:?}").contains("len: 50,"), "{store:?}");
}

#[tokio::test]
async fn a_full_store_reclaims_expired_entries_of_other_shards() {
    let store = MemoryStore::with_capacity(100);
    for shard in 0..100 {
        own(&store, Claim::new(key_of_shard(shard % 50), body("body"), SHORT, SHORT)).await;
    }
    until_over().await;
    for _ in 0..100 {
        own(&store, long(key_of_shard(63))).await;
    }
    let _ = store.claim(long(key_of_shard(63))).await.expect_err("it is full");
}

#[tokio::test]
async fn a_sweep_ends_and_leaves_what_is_retained() {
    let store = MemoryStore::new();
    let mut kept = Vec::new();
    for _ in 0..10_000 {
        own(&store, Claim::new(new_key(), body("body"), SHORT, SHORT)).await;
        kept.push(own(&store, short(new_key())).await);
    }
    until_over().await;
    sweep(&store).await;
    assert!(format!("{store:?}").contains("len: 10000,"), "{store:?}");
    for claim in kept {
        assert_eq!(complete(&store, claim, 200).await, Ownership::Held);
    }
}
