//! Transactions that hold a row, calls that are dropped, and duplicates that write nothing.

use super::*;
use std::future::poll_fn;
use std::io::Write as _;
use std::pin::pin;
use std::process::{Child, Command, Stdio};
use std::task::Poll;
use std::time::Instant;
use suite::{SHORT_IS_OVER, assert_in_flight, claim, long, new_key, own, short};
use verihook_idempotency::{Claim, Claimed, Ownership};

/// The transaction of a handler in another process, which completed its delivery and was stopped
/// before the commit.
struct Handler(Child);

impl Handler {
    fn complete(url: &str, store: &dyn Store, claim: Claim) -> Self {
        let hex = |bytes: &[u8]| -> String {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("'\\x{digits}'::bytea")
        };
        let statement = store.completion().unwrap();
        let statement = statement.replace("$1", &hex(claim.key.as_bytes()));
        let statement = statement.replace("$2", &hex(claim.owner.as_bytes())).replace("$3", "202");
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", url]);
        let mut psql = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        writeln!(psql.stdin.as_mut().unwrap(), "BEGIN; {statement}; \\echo completed").unwrap();
        let mut line = String::new();
        let output = psql.stdout.as_mut().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).unwrap();
        assert_eq!(line, "completed\n");
        Self(psql)
    }

    fn end(mut self, how: &str) {
        writeln!(self.0.stdin.take().unwrap(), "{how};").unwrap();
        assert!(self.0.wait().unwrap().success());
    }
}

async fn timed_claim(store: &dyn Store, new: Claim) -> Claimed {
    let begun = Instant::now();
    let claimed = claim(store, new).await;
    let time = begun.elapsed();
    assert!(time < Duration::from_secs(1), "{time:?}");
    claimed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_does_not_wait_for_a_stopped_transaction() {
    for (driver, store, url) in stores().await {
        for (how, expected) in
            [("COMMIT", Claimed::Done { status: 202 }), ("ROLLBACK", Claimed::New)]
        {
            let late = own(&*store, short(new_key())).await;
            tokio::time::sleep(SHORT_IS_OVER).await;
            let handler = Handler::complete(&url, &*store, late);
            for _ in 0..2 {
                let claimed = timed_claim(&*store, long(late.key)).await;
                assert!(
                    matches!(claimed, Claimed::InFlight { retry_after }
                        if retry_after <= Duration::from_secs(1)),
                    "{driver:?}: {claimed:?}"
                );
            }
            let other_body = Claim::new(late.key, suite::body("another"), suite::LONG, suite::LONG);
            assert_eq!(timed_claim(&*store, other_body).await, Claimed::Conflict);
            for call in [
                store.renew(late.key, late.owner, suite::LONG),
                store.complete(late.key, late.owner, 200),
                store.release(late.key, late.owner),
            ] {
                let error = call.await.unwrap_err().to_string();
                assert!(error.contains("a transaction holds the row"), "{error}");
            }
            handler.end(how);
            assert_eq!(timed_claim(&*store, long(late.key)).await, expected, "{driver:?}: {how}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_runs_answers_beside_a_stopped_transaction() {
    for (driver, store, url) in stores().await {
        let running = own(&*store, long(new_key())).await;
        let handler = Handler::complete(&url, &*store, running);
        let begun = Instant::now();
        assert_in_flight(claim(&*store, long(running.key)).await);
        // Shorter than the wait for a lock.
        assert!(begun.elapsed() < Duration::from_millis(300), "{driver:?}: it waited");
        handler.end("COMMIT");
        assert_eq!(claim(&*store, long(running.key)).await, Claimed::Done { status: 202 });
    }
}

/// Claims are not slowed down by those that wait for locked rows, of which there are many.
#[tokio::test(flavor = "multi_thread")]
async fn locked_rows_do_not_keep_other_deliveries_out() {
    for (driver, store, url) in stores().await {
        let late = own(&*store, short(new_key())).await;
        tokio::time::sleep(SHORT_IS_OVER).await;
        let handler = Handler::complete(&url, &*store, late);
        let waiting = {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                loop {
                    claim(&*store, long(late.key)).await;
                }
            })
        };
        // Until it waits for the lock.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut slow = 0;
        for _ in 0..40 {
            let begun = Instant::now();
            own(&*store, long(new_key())).await;
            assert!(begun.elapsed() < ABOUT_A_SECOND, "{driver:?}");
            slow += u32::from(begun.elapsed() > Duration::from_millis(150));
        }
        // If they waited for the lock too, for up to 300 ms, nearly all would be slow.
        assert!(slow < 20, "{driver:?}: {slow} of 40 were slow");
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled(), "{driver:?}");
        handler.end("ROLLBACK");
    }
}

/// A flood of duplicates must not fill the disk: only a read in its way.
#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_writes_nothing() {
    let Some(mut own_server) = Postgres::start() else { return };
    for &driver in DRIVERS {
        let url = own_server.create_database();
        let store = driver.connect(&url).await.unwrap();
        let done = own(&*store, long(new_key())).await;
        assert_eq!(suite::complete(&*store, done, 200).await, Ownership::Held);
        let running = own(&*store, long(new_key())).await;
        let transactions = |server: &Postgres| -> u64 {
            let next = server.psql(&url, "SELECT pg_snapshot_xmax(pg_current_snapshot())");
            next.parse().unwrap()
        };
        let before = transactions(&own_server);
        for _ in 0..500 {
            assert_eq!(claim(&*store, long(done.key)).await, Claimed::Done { status: 200 });
            assert_in_flight(claim(&*store, long(running.key)).await);
        }
        // A row lock takes a transaction id. The server itself uses a few.
        let after = transactions(&own_server);
        assert!(after - before < 20, "{driver:?}: {} transactions wrote", after - before);
    }
    own_server.stop();
}

/// Polls `future` up to `polls` times. If it is still pending, drops it after `pause`, in which its
/// request is sent and perhaps answered, and returns `None`. A timer alone would drop too few: its
/// steps of a millisecond are longer than a claim on a fast disk.
async fn drop_after<T>(polls: u32, pause: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    let ended = poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    });
    let ended = ended.await;
    if ended.is_none() {
        // This blocks only the thread of the test. The runtime's threads go on.
        std::thread::sleep(pause);
    }
    ended
}

/// A future that is dropped must leave no connection in a wrong state: sqlx 0.9 then answered `Ok`
/// to inserts that nobody else could see.
#[tokio::test(flavor = "multi_thread")]
async fn dropped_calls_leave_the_connections_sound() {
    for (driver, store, url) in stores().await {
        let witness = driver.connect(&url).await.unwrap();
        let (mut dropped, mut slow) = (0, 0);
        for round in 0..400 {
            let aborted = long(new_key());
            let pause = Duration::from_micros(u64::from(round * 7 % 1_500));
            let call = drop_after(1 + round % 3, pause, store.claim(aborted));
            dropped += u32::from(call.await.is_none());
            let new = long(new_key());
            match store.claim(new).await {
                Ok(claimed) => {
                    assert_eq!(claimed, Claimed::New);
                    assert_in_flight(claim(&*witness, long(new.key)).await);
                }
                // A disk that is busy with other tests. An error promises nothing.
                Err(_) => slow += 1,
            }
            // Whether or not the claim took effect, its owner can release it.
            slow += u32::from(store.release(aborted.key, aborted.owner).await.is_err());
        }
        println!("{driver:?}: {dropped} of 400 calls dropped, {slow} slow");
        assert!(dropped > 100 && slow < 40, "{driver:?}: {dropped} dropped, {slow} slow");
        let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND state LIKE 'idle in transaction%'";
        assert_eq!(psql(&url, idle), "0", "{driver:?}");
    }
}
