//! Other connections that hold the only write lock of the file.

use super::suite::{claim, complete, long, new_key, own, status};
use super::*;
use core::future::Future as _;
use core::task::{Context, Waker};
use verihook_idempotency::{Claim, Claimed, Key, Owner, Ownership, Store, StoreFuture};

const BEGIN: &str = "BEGIN IMMEDIATE";

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_held_leads_to_an_error_within_a_second() {
    let file = File::new();
    let store = file.store();
    let done = own(&*store, long(new_key())).await;
    let owner = own(&*store, long(new_key())).await;
    assert_eq!(complete(&*store, done, 203).await, Ownership::Held);

    let other = file.connection();
    other.execute_batch(BEGIN).unwrap();
    let mut calls = Vec::new();
    let sweeper = Arc::clone(&store);
    let sweep = tokio::spawn(async move {
        let begun = Instant::now();
        (error(sweeper.sweep().await), begun.elapsed())
    });
    for _ in 0..40 {
        let claimant = Arc::clone(&store);
        calls.push(tokio::spawn(async move {
            let begun = Instant::now();
            let claimed = claimant.claim(long(new_key())).await;
            (error(claimed), begun.elapsed())
        }));
        // Duplicates and reads wait for no lock.
        let begun = Instant::now();
        assert_eq!(claim(&*store, long(done.key)).await, Claimed::Done { status: 203 });
        suite::assert_in_flight(claim(&*store, long(owner.key)).await);
        assert_eq!(status(&*store, done.key).await, Some(203));
        assert!(begun.elapsed() < Duration::from_millis(400), "{:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    calls.push(sweep);
    for call in calls {
        let (text, time) = call.await.unwrap();
        assert_contains(&text, &["no write lock", "deliveries.db` within 500ms", "holds it"]);
        assert!(time < Duration::from_secs(1), "answered after {time:?}");
        assert!(time >= Duration::from_millis(500), "did not wait: {time:?}");
    }
    let begun = Instant::now();
    let text = error(store.complete(owner.key, owner.owner, 200).await);
    assert_contains(&text, &["no write lock"]);
    assert_contains(&error(store.sweep().await), &["no write lock"]);
    assert!(begun.elapsed() < Duration::from_secs(2));

    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(complete(&*store, owner, 200).await, Ownership::Held, "nothing is lost");
    own(&*store, long(new_key())).await;
    assert!(!store.sweep().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_released_in_time_leads_to_no_error() {
    let file = File::new();
    let store = file.store();
    let other = file.connection();
    for _ in 0..10 {
        other.execute_batch(BEGIN).unwrap();
        let waiting = {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.claim(long(new_key())).await })
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!waiting.is_finished());
        other.execute_batch("COMMIT").unwrap();
        assert_eq!(waiting.await.unwrap().unwrap(), Claimed::New);
    }
}

/// The claim reads before it waits, and must decide again when it has the lock.
#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_waited_sees_what_was_committed_meanwhile() {
    const INSERT: &str = "INSERT INTO verihook_deliveries (key, body, owner, status, lease_until, \
        expires) VALUES (?1, ?2, zeroblob(16), ?3, ?4, ?5)";
    const LATER: i64 = 1 << 50;
    let (same, other_body) = (suite::body("body"), suite::body("another body"));
    let file = File::new();
    let store = file.store();
    let other = file.connection();
    for (body, status, lease_until, expires, expected) in [
        (same, None, 0, LATER, Some(Claimed::New)),
        (same, Some(207), 0, LATER, Some(Claimed::Done { status: 207 })),
        (same, None, LATER, LATER, None),
        (other_body, None, 0, LATER, Some(Claimed::Conflict)),
        (other_body, Some(207), 0, LATER, Some(Claimed::Conflict)),
        (other_body, None, LATER, 0, Some(Claimed::New)),
        (other_body, Some(207), 0, 0, Some(Claimed::New)),
    ] {
        let key = new_key();
        other.execute_batch(BEGIN).unwrap();
        let mut waiting = Box::pin(store.claim(long(key)));
        assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(suite::status(&*store, key).await, None, "the claim has read");
        let parameters = (key.as_bytes(), body.as_bytes(), status, lease_until, expires);
        other.execute(INSERT, parameters).unwrap();
        other.execute_batch("COMMIT").unwrap();
        let claimed = waiting.await.unwrap();
        match expected {
            Some(expected) => assert_eq!(claimed, expected, "{status:?}, {lease_until}"),
            None => assert!(matches!(claimed, Claimed::InFlight { .. }), "{claimed:?}"),
        }
    }
}

#[tokio::test]
async fn a_file_opens_while_another_process_holds_the_lock() {
    let file = File::new();
    drop(file.store());
    let other = file.connection();
    other.execute_batch(BEGIN).unwrap();
    let store = file.store();
    let new = long(new_key());
    assert_contains(&error(store.claim(new).await), &["no write lock"]);
    other.execute_batch("COMMIT").unwrap();
    own(&*store, new).await;
}

/// Each call goes to the next of several connections.
#[derive(Debug)]
struct Several(Vec<Arc<SqliteStore>>, std::sync::atomic::AtomicUsize);

impl Several {
    fn open(file: &File) -> Arc<dyn Store> {
        let stores = std::thread::scope(|scope| {
            // All create the tables at the same time.
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| file.store())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        Arc::new(Self(stores, 0.into()))
    }

    fn next(&self) -> &SqliteStore {
        let next = self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        &self.0[next % self.0.len()]
    }
}

impl Store for Several {
    fn claim(&self, claim: Claim) -> StoreFuture<'_, Claimed> {
        self.next().claim(claim)
    }

    fn renew(&self, key: Key, owner: Owner, lease: Duration) -> StoreFuture<'_, Ownership> {
        self.next().renew(key, owner, lease)
    }

    fn complete(&self, key: Key, owner: Owner, status: u16) -> StoreFuture<'_, Ownership> {
        self.next().complete(key, owner, status)
    }

    fn release(&self, key: Key, owner: Owner) -> StoreFuture<'_, Ownership> {
        self.next().release(key, owner)
    }

    fn status(&self, key: Key) -> StoreFuture<'_, Option<u16>> {
        self.next().status(key)
    }

    fn sweep(&self) -> StoreFuture<'_, bool> {
        self.next().sweep()
    }

    fn name(&self) -> &'static str {
        "several"
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_connections_answer_as_the_model() {
    let file = File::new();
    suite::model(Several::open(&file)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_connections_have_one_owner_for_each_delivery() {
    let file = File::new();
    suite::race(Several::open(&file), 64, 500).await;
}
