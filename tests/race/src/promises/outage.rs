//! The store stops under load, and starts again.

use super::{Outcome, Scale, described, settled, start};
use crate::backend::{self, Backend};
use crate::client::Answer;
use crate::cluster::{Cluster, Failure};
use crate::sender::{Entry, Load, Tally};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// For how long the store is away at least.
const AWAY: Duration = Duration::from_millis(2_500);

/// The number of answers that are waited for while it is away. A busy machine gives few.
const ENOUGH: usize = 40;

/// For how long the store is away at most.
const LONGEST: Duration = Duration::from_secs(15);

/// The number of deliveries at the same time.
const STREAMS: usize = 64;

/// How soon a sender is answered while it is away.
const ANSWER: Duration = Duration::from_secs(1);

/// How soon every server acknowledges deliveries after it is back.
const RECOVERY: Duration = Duration::from_secs(5);

/// How long the servers need to complete and to release what they could not meanwhile.
const SETTLEMENT: Duration = Duration::from_secs(10);

pub(super) async fn check(backend: &mut Backend, scale: Scale) -> Result<Outcome, Failure> {
    let ways = backend.kind().absences();
    let rounds = scale.of(ways.len().max(3) * 2, 1);
    let cluster = start(backend, scale, 20, 1_000, 10_000).await?;
    let load = Load::start(&cluster, STREAMS, 1);
    let mut outcome = Outcome::default();
    let (mut absences, mut recovery) = (Vec::new(), Duration::ZERO);
    for &how in ways.iter().cycle().take(rounds) {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(300..600))).await;
        backend.leave(how)?;
        let from = Instant::now();
        let readable = backend.readable(how).await?;
        tokio::time::sleep(AWAY).await;
        while load.tally.attempts(|entry| entry.begun >= from).len() < ENOUGH
            && from.elapsed() < LONGEST
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        absences.push(Absence { how, from, until: Instant::now(), readable });
        backend.come_back(how);
        let recovered = recover(&cluster, &load.tally).await;
        recovery = recovery.max(recovered);
        outcome.require(recovered <= RECOVERY, || {
            format!("not every server recovered within {RECOVERY:?} after the store was {how:?}")
        });
    }
    let (tally, deliveries) = load.end().await;
    let pending = settled(backend, SETTLEMENT).await?;
    let effects = backend.effects().await?;
    let counts = outcome.require_no_loss(&tally, &effects, deliveries);
    // A handler that was running when the store left has had its effect.
    outcome.require_few_doubled(backend, counts, (rounds * STREAMS) as u64);
    outcome.require(pending == 0, || format!("{pending} leases left in the store"));
    let answers: Vec<_> =
        absences.iter().flat_map(|absence| absence.check(&tally, &mut outcome)).collect();
    let slowest = answers.iter().map(|entry| entry.took).max().unwrap_or_default();
    outcome.figures = format!(
        "{rounds} times away: {} answers meanwhile, the slowest after {:.2} s; recovered within \
         {:.2} s; {deliveries} ids: {}; {pending} leases left",
        answers.len(),
        slowest.as_secs_f64(),
        recovery.as_secs_f64(),
        described(backend, counts)
    );
    Ok(outcome)
}

/// A time in which the store was away.
struct Absence {
    how: backend::Absence,
    from: Instant,
    until: Instant,
    /// The deliveries whose duplicates can be acknowledged all the same.
    readable: BTreeMap<String, u64>,
}

impl Absence {
    /// Checks the answers to what was sent meanwhile, and returns them.
    fn check(&self, tally: &Tally, outcome: &mut Outcome) -> Vec<Entry> {
        // A request that was sent at the end may be answered by the store that is back.
        let answers = tally.attempts(|entry| {
            let end = entry.begun + entry.took;
            entry.begun >= self.from && (end <= self.until || entry.begun + ANSWER < self.until)
        });
        let how = self.how;
        let is_good = |entry: &&Entry| match entry.answer {
            Some(Answer { status: 202, .. }) => self.readable.contains_key(&*entry.id),
            Some(answer) => answer.status == 503 && answer.asks_to_retry,
            None => false,
        };
        let others: Vec<_> = answers.iter().filter(|entry| !is_good(entry)).collect();
        outcome.require(others.is_empty(), || {
            let (number, first) = (others.len(), others.first());
            format!("{number} answers other than 503 with Retry-After while the store was {how:?}: {first:?}")
        });
        let late = answers.iter().filter(|entry| entry.took > ANSWER).count();
        outcome.require(late == 0, || {
            format!("{late} answers after more than {ANSWER:?} while the store was {how:?}")
        });
        outcome.require(answers.len() > ENOUGH / 2, || {
            format!("only {} answers while the store was {how:?}: no load", answers.len())
        });
        answers
    }
}

/// Returns the time until every server has acknowledged a delivery.
async fn recover(cluster: &Cluster, tally: &Tally) -> Duration {
    let back = Instant::now();
    while !tally.has_recovered(cluster.len(), back) && back.elapsed() < RECOVERY * 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    back.elapsed()
}
