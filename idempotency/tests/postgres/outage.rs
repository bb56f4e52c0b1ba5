//! A server that stops, is killed, or hangs, and comes back.

use super::*;
use std::time::Instant;
use suite::{claim, long, new_key, own};
use verihook_idempotency::{Claim, Claimed, Ownership};

/// Claims until a claim is answered, and requires that each call ends within about a second.
///
/// Returns the time until then, and the number of errors.
async fn until_it_answers(store: &dyn Store) -> (Duration, u32) {
    let begun = Instant::now();
    let mut errors = 0;
    while begun.elapsed() < Duration::from_secs(20) {
        if timed(store).await.is_ok() {
            return (begun.elapsed(), errors);
        }
        errors += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("no answer after {errors} errors");
}

async fn timed(store: &dyn Store) -> Result<Claimed, StoreError> {
    let begun = Instant::now();
    let result = store.claim(long(new_key())).await;
    let time = begun.elapsed();
    assert!(time < ABOUT_A_SECOND, "{time:?}: {result:?}");
    result
}

/// Requires that several calls at the same time fail, each within about a second.
async fn all_fail(store: &Arc<dyn Store>) {
    let calls: Vec<_> = (0..24)
        .map(|_| {
            let store = Arc::clone(store);
            tokio::spawn(async move { timed(&*store).await })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err().to_string();
        assert!(error.starts_with("PostgreSQL: claim: "), "{error}");
        assert!(!error.contains("correct-horse"), "{error}");
    }
}

struct Before {
    running: Claim,
    done: Claim,
}

impl Before {
    async fn new(store: &dyn Store) -> Self {
        let (running, done) =
            (own(store, long(new_key())).await, own(store, long(new_key())).await);
        assert_eq!(suite::complete(store, done, 201).await, Ownership::Held);
        Self { running, done }
    }

    async fn check(self, store: &dyn Store) {
        assert_eq!(claim(store, long(self.done.key)).await, Claimed::Done { status: 201 });
        suite::assert_in_flight(claim(store, long(self.running.key)).await);
        assert_eq!(suite::complete(store, self.running, 200).await, Ownership::Held);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_outlives_its_server() {
    let Some(mut server) = Postgres::start() else { return };
    for &driver in DRIVERS {
        let store = driver.connect(&server.create_database()).await.unwrap();
        let end: [fn(&mut Postgres); 2] = [Postgres::stop, Postgres::kill];
        for end in end {
            let before = Before::new(&*store).await;
            // All connections of the store are in use.
            let calls = (0..16).map(|_| store.claim(long(new_key())));
            for result in futures_util::future::join_all(calls).await {
                assert_eq!(result.unwrap(), Claimed::New);
            }
            tokio::task::block_in_place(|| end(&mut server));
            all_fail(&store).await;
            all_fail(&store).await;
            tokio::task::block_in_place(|| server.restart());
            let (time, errors) = until_it_answers(&*store).await;
            println!("{driver:?}: answered after {time:?} and {errors} errors");
            assert!(time < Duration::from_secs(5), "{driver:?}: {time:?}");
            before.check(&*store).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_outlives_a_server_that_hangs() {
    let Some(mut server) = Postgres::start() else { return };
    for &driver in DRIVERS {
        let store = driver.connect(&server.create_database()).await.unwrap();
        let before = Before::new(&*store).await;
        server.pause();
        all_fail(&store).await;
        all_fail(&store).await;
        server.resume();
        let (time, errors) = until_it_answers(&*store).await;
        println!("{driver:?}: answered after {time:?} and {errors} errors");
        assert!(time < Duration::from_secs(5), "{driver:?}: {time:?}");
        before.check(&*store).await;
    }
}
