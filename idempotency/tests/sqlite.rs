//! The store in an SQLite file does what every store must do.

#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "suite/mod.rs"]
mod suite;

use std::sync::Arc;
use tempfile::TempDir;
use verihook_idempotency::SqliteStore;

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract() {
    let (_folder, store) = store();
    suite::contract(store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_as_the_model() {
    let (_folder, store) = store();
    suite::model(store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn has_one_owner_for_each_delivery() {
    let (_folder, store) = store();
    suite::race(store, 64, 2_000).await;
}

fn store() -> (TempDir, Arc<SqliteStore>) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("deliveries.db")).unwrap();
    (folder, Arc::new(store))
}
