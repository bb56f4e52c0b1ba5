//! The store in memory does what every store must do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "suite/mod.rs"]
mod suite;

use std::sync::Arc;
use verihook_idempotency::MemoryStore;

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
