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

/// Each statement uses an index, also when the table is large.
#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_reads_an_index() {
    for (driver, store, url) in stores().await {
        let insert = "INSERT INTO verihook_deliveries (key, digest, lease_until, expires) \
                      SELECT sha256(n::text::bytea), '\\x00', now(), now() + n * interval '1 hour' \
                      FROM generate_series(1, 50000) AS n; ANALYZE verihook_deliveries";
        psql(&url, insert);
        assert!(!store.sweep().await.unwrap());
        // The statistics of a backend are reported when it is idle.
        let scans = "SELECT pg_stat_force_next_flush(); SELECT seq_scan - (SELECT 0) FROM \
                     pg_stat_user_tables WHERE relname = 'verihook_deliveries'";
        let before = psql(&url, scans);
        for _ in 0..20 {
            suite::own(&*store, suite::long(suite::new_key())).await;
            assert!(!store.sweep().await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert!(!store.sweep().await.unwrap());
        assert_eq!(psql(&url, scans), before, "{driver:?}: the whole table was read");
    }
}
