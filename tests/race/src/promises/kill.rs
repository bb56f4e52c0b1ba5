//! `kill -9` of a server at a random moment.

use super::{Outcome, Scale, described, start};
use crate::backend::Backend;
use crate::cluster::Failure;
use crate::sender::Load;
use std::time::Duration;

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    // 200 in all.
    let kills = scale.of(backend.kind().share([67, 67, 66]), 3);
    let cluster = start(backend, scale, 60, 1_000, 10_000).await?;
    let load = Load::start(&cluster, 64, 2);
    for _ in 0..kills {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(30..150))).await;
        cluster.kill_and_restart(fastrand::usize(..cluster.len())).await?;
    }
    let (tally, deliveries) = load.end().await;
    let mut outcome = Outcome::default();
    let effects = backend.effects().await?;
    let counts = outcome.require_no_loss(&tally, &effects, deliveries);
    let unanswered = tally.unanswered();
    outcome.require_few_doubled(backend, counts, unanswered);
    outcome.require(unanswered >= kills, || {
        format!("{unanswered} requests without an answer: the kills hit nothing")
    });
    outcome.figures = format!(
        "{kills} kills, {deliveries} ids x 2, {unanswered} requests cut off: {}",
        described(backend, counts)
    );
    Ok(outcome)
}
