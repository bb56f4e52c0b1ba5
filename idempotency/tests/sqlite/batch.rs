//! Calls that are committed together, and the queue of them.

use super::suite::{claim, complete, long, new_key, own, status};
use super::*;
use core::future::Future as _;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::fmt::Write as _;
use verihook_idempotency::{Claim, Claimed, Key, Ownership, Store as _};

/// Sends claims while another connection holds the lock, so that they form one batch.
async fn claim_together(
    file: &File,
    store: &SqliteStore,
    keys: &[Key],
) -> Vec<Result<Claimed, StoreError>> {
    let other = file.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let mut claims: Vec<_> = keys.iter().map(|&key| Box::pin(store.claim(long(key)))).collect();
    for claim in &mut claims {
        assert!(claim.as_mut().poll(&mut context).is_pending());
    }
    // The thread answers this only after it took the claims out of its queue.
    assert_eq!(status(store, new_key()).await, None);
    other.execute_batch("COMMIT").unwrap();
    let mut results = Vec::new();
    for claim in claims {
        results.push(claim.await);
    }
    results
}

fn hex(key: Key) -> String {
    let mut text = String::new();
    key.as_bytes().iter().for_each(|byte| write!(text, "{byte:02x}").unwrap());
    text
}

/// Makes the insertion of one key fail.
fn forbid(file: &File, key: Key, action: &str) {
    let sql = format!(
        "CREATE TRIGGER forbidden BEFORE INSERT ON verihook_deliveries WHEN NEW.key = x'{}' \
         BEGIN {action}; END",
        hex(key)
    );
    file.connection().execute_batch(&sql).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_fails_does_not_fail_the_others() {
    let file = File::new();
    let store = file.store();
    let mut keys: Vec<_> = (0..50).map(|_| new_key()).collect();
    forbid(&file, keys[25], "SELECT RAISE(ABORT, 'forbidden by the test')");
    let results = claim_together(&file, &store, &keys).await;
    for (index, result) in results.into_iter().enumerate() {
        if index == 25 {
            assert_contains(&error(result), &["forbidden by the test", "deliveries.db"]);
        } else {
            assert_eq!(result.unwrap(), Claimed::New);
        }
    }
    keys.remove(25);
    for key in keys {
        suite::assert_in_flight(claim(&*store, long(key)).await);
    }
}

/// A trigger with `RAISE(ROLLBACK)` does what SQLite does by itself after some errors of the disk.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_rolled_back_fails_and_leaves_nothing() {
    let violation = "INSERT INTO child (parent) VALUES (7)";
    for (action, expected) in [
        ("SELECT RAISE(ROLLBACK, 'rolled back by the test')", "rolled back by the test"),
        // The violation of a deferred constraint makes COMMIT fail.
        (violation, "FOREIGN KEY constraint failed"),
    ] {
        let file = File::new();
        let store = file.store();
        let tables = "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent \
            REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);";
        file.connection().execute_batch(tables).unwrap();
        let keys: Vec<_> = (0..50).map(|_| new_key()).collect();
        forbid(&file, keys[25], action);
        let results = claim_together(&file, &store, &keys).await;
        for result in results {
            assert_contains(&error(result), &[expected]);
        }
        let count = "SELECT count(*) FROM verihook_deliveries";
        let count: i64 = file.connection().query_row(count, [], |row| row.get(0)).unwrap();
        assert_eq!(count, 0, "all was rolled back");
        for key in keys.into_iter().take(25) {
            own(&*store, long(key)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_immediately_and_recovers() {
    let file = File::new();
    let store = file.store();
    let other = file.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // The calls begin when they are polled, and wait until they are polled again.
    let mut context = Context::from_waker(Waker::noop());
    let mut calls: Vec<_> = (0..10_000).map(|_| Box::pin(store.claim(long(new_key())))).collect();
    for call in &mut calls {
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    let refused = pin!(store.claim(long(new_key())));
    let Poll::Ready(refused) = refused.poll(&mut context) else { panic!("it waits") };
    assert_contains(&error(refused), &["10000 calls wait for the SQLite store"]);
    for call in calls {
        assert_contains(&error(call.await), &["no write lock"]);
    }
    other.execute_batch("COMMIT").unwrap();
    own(&*store, long(new_key())).await;
}

#[tokio::test]
async fn a_dropped_store_answers_its_queue_and_closes_the_file() {
    let file = File::new();
    let store = file.store();
    let owner = own(&*store, long(new_key())).await;
    let other = file.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut call = Box::pin(store.complete(owner.key, owner.owner, 207));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(call);
    drop(store);
    std::thread::sleep(Duration::from_millis(50));
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    let log = file.folder.path().join("deliveries.db-wal");
    wait_until("the last connection is closed", || !log.exists());
    assert_eq!(status(&*file.store(), owner.key).await, Some(207));
}

#[tokio::test]
async fn a_sweep_removes_200_entries_a_call() {
    let file = File::new();
    let store = file.store();
    let brief = |key| Claim::new(key, suite::body("body"), suite::SHORT, suite::SHORT);
    let kept = own(&*store, long(new_key())).await;
    let calls: Vec<_> = (0..450)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { own(&*store, brief(new_key())).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    suite::until_over().await;
    let count = || -> i64 {
        let count = "SELECT count(*) FROM verihook_deliveries";
        file.connection().query_row(count, [], |row| row.get(0)).unwrap()
    };
    for (has_more, left) in [(true, 251), (true, 51), (false, 1), (false, 1)] {
        assert_eq!((store.sweep().await.unwrap(), count()), (has_more, left));
    }
    assert_eq!(complete(&*store, kept, 200).await, Ownership::Held);
}
