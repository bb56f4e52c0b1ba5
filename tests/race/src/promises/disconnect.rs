//! Clients that leave at a random moment.

use super::{Outcome, Scale, settled, start};
use crate::backend::Backend;
use crate::client;
use crate::cluster::{Cluster, Failure};
use crate::sender::{Sender, Tally};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

/// The longest time of a handler, in milliseconds.
const HANDLER_MS: u64 = 20;

/// The longest time after which a client leaves.
const PATIENCE: Duration = Duration::from_millis(250);

/// A lease that does not end while this runs, so that a claim which is left half done stays.
const LEASE_MS: u64 = 60_000;

/// The number of clients at the same time.
const CLIENTS: u64 = 32;

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    // 10,000 in all.
    let requests = scale.of(backend.kind().share([3_334, 3_333, 3_333]), 300);
    let cluster = start(backend, scale, HANDLER_MS, LEASE_MS, 10_000).await?;
    let begun = Instant::now();
    in_parallel(requests, |ids| leave_all(Arc::clone(&cluster), ids)).await;
    let pending = settled(backend, Duration::from_secs(5)).await?;
    let handled = backend.effects().await?.values().sum::<u64>();
    let mut outcome = Outcome::default();
    outcome.require(pending == 0, || {
        format!("{pending} claims half done after every client had left")
    });
    let mut retried = 0;
    // The retries of those would wait for the end of the lease.
    if pending == 0 {
        let tally = Arc::new(Tally::default());
        in_parallel(requests, |ids| retry_all(Sender::new(&cluster, &tally), ids)).await;
        let effects = backend.effects().await?;
        let doubled = outcome.require_no_loss(&tally, &effects, requests).doubled;
        outcome.require(doubled == 0, || format!("{doubled} effects doubled"));
        retried = tally.acknowledged().len();
        let pending = settled(backend, Duration::from_secs(5)).await?;
        outcome.require(pending == 0, || format!("{pending} claims half done after the retries"));
    }
    outcome.require(handled > 0 && handled < requests, || {
        format!("{handled} of {requests} handled before the retry: the moments are not random")
    });
    outcome.figures = format!(
        "{requests} clients left, {pending} claims half done, {handled} handled before the \
         retry; {retried} retries acknowledged, in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

/// Runs the work of each client in a task of its own. The work gets the numbers of its deliveries.
async fn in_parallel<F>(number: u64, work: impl Fn(Vec<u64>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(work((0..number).filter(|id| id % CLIENTS == client).collect()));
    }
    while clients.join_next().await.is_some() {}
}

async fn leave_all(cluster: Arc<Cluster>, ids: Vec<u64>) {
    for id in ids {
        // A server that refuses is found by the retries.
        let _ = send_and_leave(&cluster, &client::id(id)).await;
    }
}

/// Sends a request, or a part of it, and closes or resets the connection after a random time.
async fn send_and_leave(cluster: &Cluster, id: &str) -> Result<(), Failure> {
    let server = cluster.address(fastrand::usize(..cluster.len())).ok_or("not running")?;
    let mut stream = client::connect(server).await?;
    let request = client::request(id)?;
    let is_partial = fastrand::u8(..4) == 0;
    let len = if is_partial { fastrand::usize(..request.len()) } else { request.len() };
    stream.write_all(request.get(..len).unwrap_or_default()).await?;
    // Shorter times are more likely: most steps of a request take little.
    let time = PATIENCE.mul_f64(fastrand::f64().powi(3));
    tokio::time::sleep(time).await;
    match fastrand::u8(..3) {
        0 => stream.set_zero_linger()?,
        1 => stream.shutdown().await?,
        _ => {}
    }
    Ok(())
}

async fn retry_all(mut sender: Sender, ids: Vec<u64>) {
    for id in ids {
        sender.deliver_anywhere(&client::id(id)).await;
    }
}
