//! SIGTERM under load.

use super::{Counts, Outcome, Scale, start};
use crate::backend::Backend;
use crate::cluster::Failure;
use crate::sender::Load;
use std::time::{Duration, Instant};

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    let rounds = scale.of(10, 2);
    // Most senders are answered before the handler has finished, so that no connection waits for
    // it. The leases outlast the stop, so that one which is left behind is found.
    let cluster = start(backend, scale, 200, 3_000, 20).await?;
    let load = Load::start(&cluster, 48, 1);
    let mut outcome = Outcome::default();
    let (mut left, mut failed, mut slowest) = (0, 0, Duration::ZERO);
    for _ in 0..rounds {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(200..500))).await;
        let begun = Instant::now();
        failed += cluster.terminate_all().await?;
        slowest = slowest.max(begun.elapsed());
        left += backend.pending().await?;
        cluster.start_all().await?;
    }
    let (tally, deliveries) = load.end().await;
    let effects = backend.effects().await?;
    let Counts { lost, doubled } = outcome.require_no_loss(&tally, &effects, deliveries);
    let stops = rounds * cluster.len();
    outcome.require(left == 0, || format!("{left} leases left behind by {stops} servers"));
    outcome.require(failed == 0, || format!("{failed} of {stops} servers were not drained"));
    outcome.require(doubled == 0, || format!("{doubled} effects doubled"));
    let overdue = tally.answers(503);
    outcome.require(overdue > deliveries / 2, || {
        format!("only {overdue} answers 503: no handler outlived its connection")
    });
    outcome.figures = format!(
        "{stops} servers ended by SIGTERM, the slowest in {:.1} s, {deliveries} ids: {left} leases \
         left, {lost} lost, {doubled} doubled",
        slowest.as_secs_f64()
    );
    Ok(outcome)
}
