//! The promises, and what they have in common.

mod disconnect;
mod drain;
mod kill;
mod outage;
mod race;
mod stop;

use crate::backend::{Backend, Kind};
use crate::cluster::{Cluster, Failure, Settings};
use crate::sender::Tally;
use crate::serve::Flaw;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The number of server processes on one store.
const SERVERS: usize = 3;

/// What a store, and the servers on it, must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Promise {
    /// Racing deliveries of one id are handled once, and all acknowledged.
    Race,
    /// A client that leaves at any moment leaves no claim behind.
    Disconnect,
    /// A server that is killed loses no delivery.
    Kill,
    /// A server that is stopped for longer than its lease doubles no fenced effect.
    Stop,
    /// While the store is away, every answer is 503; nothing is lost.
    Outage,
    /// A server that drains leaves no lease behind.
    Drain,
}

/// The figures of one promise on one store, and what is wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What was counted and measured.
    pub(crate) figures: String,
    /// Why the promise is broken. Empty if it was kept.
    pub(crate) faults: Vec<String>,
}

/// What became of the effects.
#[derive(Clone, Copy, Debug)]
struct Counts {
    /// Deliveries that were acknowledged and had no effect.
    lost: usize,
    /// Effects more than one for each delivery.
    doubled: u64,
}

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// The short form, for every run of the tests.
    pub(crate) is_short: bool,
    /// A mistake that is built into the servers.
    pub(crate) flaw: Option<Flaw>,
}

impl Promise {
    /// Returns `true` if the promise means something on this store.
    pub(crate) fn applies_to(self, kind: Kind) -> bool {
        kind != Kind::Memory || self == Self::Race
    }

    /// Shows whether the promise is kept.
    pub(crate) async fn check(
        self,
        backend: &mut Backend,
        scale: Scale,
    ) -> Result<Outcome, Failure> {
        match self {
            Self::Race => race::check(backend, scale).await,
            Self::Disconnect => disconnect::check(backend, scale).await,
            Self::Kill => kill::check(backend, scale).await,
            Self::Stop => stop::check(backend, scale).await,
            Self::Outage => outage::check(backend, scale).await,
            Self::Drain => drain::check(backend, scale).await,
        }
    }
}

impl Scale {
    /// Returns one of two numbers.
    const fn of<T: Copy>(self, full: T, short: T) -> T {
        if self.is_short { short } else { full }
    }
}

impl Outcome {
    /// Adds a fault, unless the condition holds.
    fn require(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    /// Checks what every promise has in common: each delivery was acknowledged, with the expected
    /// statuses only, and had its effect.
    fn require_no_loss(
        &mut self,
        tally: &Tally,
        effects: &BTreeMap<String, u64>,
        deliveries: u64,
    ) -> Counts {
        let acknowledged = tally.acknowledged();
        let number = acknowledged.len() as u64;
        let (given_up, unexpected) = (tally.given_up(), tally.unexpected());
        self.require(number == deliveries && given_up == 0, || {
            format!("{number} of {deliveries} ids acknowledged, {given_up} senders gave up")
        });
        self.require(unexpected.is_empty(), || format!("unexpected statuses: {unexpected:?}"));
        let lost = acknowledged.iter().filter(|id| !effects.contains_key(*id)).count();
        self.require(lost == 0, || format!("{lost} deliveries lost"));
        let doubled = effects.values().map(|effects| effects.saturating_sub(1)).sum();
        Counts { lost, doubled }
    }

    /// Checks the number of doubled effects: none if the effects are fenced.
    ///
    /// Others are handled at least once, with a bound: the number of requests that were cut off, or
    /// of the handlers that were running.
    fn require_few_doubled(&mut self, backend: &Backend, counts: Counts, bound: u64) {
        let doubled = counts.doubled;
        let bound = if backend.kind().is_fenced() { 0 } else { bound };
        self.require(doubled <= bound, || {
            format!("{doubled} effects doubled, at most {bound} expected")
        });
    }
}

/// Formats the counts, and says what the doubled effects mean.
fn described(backend: &Backend, Counts { lost, doubled }: Counts) -> String {
    match backend.kind().is_fenced() {
        true => format!("{lost} lost, {doubled} doubled"),
        false => format!("{lost} lost, {doubled} doubled (at least once)"),
    }
}

/// Starts the servers on a store.
async fn start(
    backend: &Backend,
    scale: Scale,
    handler_ms: u64,
    lease_ms: u64,
    acknowledge_ms: u64,
) -> Result<Arc<Cluster>, Failure> {
    let (store, effects) = (backend.store_url(), backend.effects_file(scale.flaw));
    let (flaw, log) = (scale.flaw, backend.log());
    let settings = Settings { store, effects, handler_ms, lease_ms, acknowledge_ms, flaw, log };
    let servers = if backend.kind() == Kind::Memory { 1 } else { SERVERS };
    Ok(Arc::new(Cluster::start(settings, servers).await?))
}

/// Waits until no lease is left in the store, for at most this long. Returns how many are left.
async fn settled(backend: &Backend, limit: Duration) -> Result<u64, Failure> {
    let begun = Instant::now();
    loop {
        let pending = backend.pending().await?;
        if pending == 0 || begun.elapsed() > limit {
            return Ok(pending);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
