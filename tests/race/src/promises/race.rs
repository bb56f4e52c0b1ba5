//! Many deliveries of each id at the same moment.

use super::{Outcome, Scale, start};
use crate::backend::Backend;
use crate::client;
use crate::cluster::Failure;
use crate::sender::{Sender, Tally, deliver_together};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::task::JoinSet;

/// The number of deliveries of one id.
const COPIES: usize = 32;

/// The number of ids that race at the same time.
const STREAMS: usize = 8;

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    let ids = scale.of(1_000, 60);
    let cluster = start(backend, scale, 5, 10_000, 10_000).await?;
    let (tally, next) = (Arc::new(Tally::default()), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let mut streams = JoinSet::new();
    for _ in 0..STREAMS {
        let mut senders: Vec<_> = (0..COPIES).map(|_| Sender::new(&cluster, &tally)).collect();
        let next = Arc::clone(&next);
        streams.spawn(async move {
            loop {
                let id = next.fetch_add(1, Ordering::Relaxed);
                if id >= ids {
                    return;
                }
                deliver_together(&mut senders, &client::id(id)).await;
            }
        });
    }
    while streams.join_next().await.is_some() {}
    let took = begun.elapsed().as_secs_f64();
    let mut outcome = Outcome::default();
    let effects = backend.effects().await?;
    let number: u64 = effects.values().sum();
    let doubled = outcome.require_no_loss(&tally, &effects, ids).doubled;
    outcome.require(number == ids, || format!("{number} effects, expected {ids}"));
    let (acknowledged, in_flight) = (tally.answers(202), tally.answers(503));
    let deliveries = ids * COPIES as u64;
    outcome.require(acknowledged == deliveries, || {
        format!("{acknowledged} deliveries acknowledged, expected {deliveries}")
    });
    outcome.require(in_flight > ids, || format!("only {in_flight} answers 503: no race"));
    outcome.figures = format!(
        "{ids} ids x {COPIES} deliveries x {} servers: {number} effects, {doubled} doubled, \
         {acknowledged} acknowledged after {in_flight} x 503, in {took:.1} s",
        cluster.len()
    );
    Ok(outcome)
}
