//! SIGSTOP of a server for longer than its leases, and SIGCONT.

use super::{Outcome, Scale, described, start};
use crate::backend::Backend;
use crate::cluster::Failure;
use crate::sender::Load;
use rustix::process::Signal;
use std::time::Duration;

/// The lease, in milliseconds: the shortest that there is.
const LEASE_MS: u64 = 1_000;

/// The longest time of a handler, in milliseconds. Many handlers are stopped in the middle.
const HANDLER_MS: u64 = 400;

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    // 20 in all.
    let stops = scale.of(backend.kind().share([7, 7, 6]), 1);
    let cluster = start(backend, scale, HANDLER_MS, LEASE_MS, 10_000).await?;
    let load = Load::start(&cluster, 32, 2);
    for _ in 0..stops {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(100..300))).await;
        let server = fastrand::usize(..cluster.len());
        cluster.signal(server, Signal::STOP)?;
        // The senders give up after two seconds and go to another server, which takes over.
        tokio::time::sleep(crate::client::TIMEOUT + Duration::from_millis(LEASE_MS / 2)).await;
        cluster.signal(server, Signal::CONT)?;
    }
    let (tally, deliveries) = load.end().await;
    let mut outcome = Outcome::default();
    let effects = backend.effects().await?;
    let counts = outcome.require_no_loss(&tally, &effects, deliveries);
    let unanswered = tally.unanswered();
    outcome.require_few_doubled(backend, counts, unanswered);
    outcome.require(unanswered >= stops, || {
        format!("{unanswered} requests without an answer: the stops hit nothing")
    });
    outcome.figures = format!(
        "{stops} stops, {deliveries} ids x 2, {unanswered} requests timed out: {}",
        described(backend, counts)
    );
    Ok(outcome)
}
