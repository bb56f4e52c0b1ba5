//! The removal of what need not be remembered any more.

use super::*;
use std::time::Instant;
use verihook_idempotency::Ownership;

const EXPIRED: u64 = 30_000;

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_swept_while_claims_go_on() {
    for (driver, store, url) in stores().await {
        let live = suite::own(&*store, suite::long(suite::new_key())).await;
        let insert = format!(
            "INSERT INTO verihook_deliveries (key, digest, status, lease_until, expires) \
             SELECT sha256(n::text::bytea), '\\x00', 200, now(), now() - interval '1 second' \
             FROM generate_series(1, {EXPIRED}) AS n"
        );
        psql(&url, &insert);
        let again = driver.connect(&url).await.unwrap();
        let sweeps = [Arc::clone(&store), again].map(|store| {
            tokio::spawn(async move {
                let mut calls = 0;
                while store.sweep().await.unwrap() {
                    calls += 1;
                }
                calls
            })
        });
        let mut slowest = Duration::ZERO;
        let mut claims = 0;
        while sweeps.iter().any(|sweep| !sweep.is_finished()) {
            let begun = Instant::now();
            let claim = suite::own(&*store, suite::long(suite::new_key())).await;
            slowest = slowest.max(begun.elapsed());
            assert_eq!(suite::complete(&*store, claim, 200).await, Ownership::Held);
            claims += 1;
        }
        let mut calls = 0;
        for sweep in sweeps {
            calls += sweep.await.unwrap();
        }
        println!("{driver:?}: {calls} full sweeps beside {claims} claims, slowest {slowest:?}");
        // Two sweepers share the rows. One that finds rows locked takes fewer.
        assert!(calls <= EXPIRED / 1_000, "{driver:?}: {calls}");
        suite::sweep(&*store).await;
        let rows = psql(&url, "SELECT count(*) FROM verihook_deliveries");
        assert_eq!(rows, (claims + 1).to_string(), "{driver:?}: all others are live");
        suite::assert_in_flight(suite::claim(&*store, suite::long(live.key)).await);
        assert!(slowest < ABOUT_A_SECOND, "{driver:?}: {slowest:?}");
    }
}

/// A plan that was made while the table was small is kept. It must not read the whole table then.
#[tokio::test(flavor = "multi_thread")]
async fn each_call_reads_an_index_when_the_table_has_grown() {
    for (driver, store, url) in stores().await {
        let call_all = || async {
            // More often than the store has connections.
            for _ in 0..20 {
                let claim = suite::own(&*store, suite::long(suite::new_key())).await;
                suite::assert_in_flight(suite::claim(&*store, suite::long(claim.key)).await);
                assert_eq!(suite::renew(&*store, claim, suite::LONG).await, Ownership::Held);
                assert_eq!(suite::status(&*store, claim.key).await, None);
                assert_eq!(suite::complete(&*store, claim, 200).await, Ownership::Held);
                assert_eq!(suite::release(&*store, claim).await, Ownership::Lost);
                assert!(!store.sweep().await.unwrap());
            }
        };
        psql(&url, "ALTER TABLE verihook_deliveries SET (autovacuum_enabled = off)");
        suite::own(&*store, suite::long(suite::new_key())).await;
        psql(&url, "ANALYZE verihook_deliveries");
        call_all().await;
        let grow = "INSERT INTO verihook_deliveries (key, digest, lease_until, expires) \
                    SELECT sha256(n::text::bytea), '\\x00', now(), now() + n * interval '1 hour' \
                    FROM generate_series(1, 50000) AS n";
        psql(&url, grow);
        // A connection reports its statistics a second later, when it is used again or ends.
        let scans = "SELECT seq_scan, seq_tup_read FROM pg_stat_user_tables \
                     WHERE relname = 'verihook_deliveries'";
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        call_all().await;
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        call_all().await;
        let after = psql(&url, scans);
        let read: u64 = after.split('|').nth(1).unwrap().parse().unwrap();
        assert!(read < 50_000, "{driver:?}: the whole table was read: {after}");
    }
}
