//! Many deliveries, and their summary.

use super::delivery::{Delivery, Plan};
use super::single::is_expected;
use super::tamper::{Change, Expected};
use crate::client::{Answered, Client, SendError};
use crate::{Outcome, UsageError, print_line};
use core::time::Duration;
use futures_util::stream::{self, StreamExt as _};
use hdrhistogram::Histogram;
use indicatif::ProgressBar;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::pin::pin;
use std::time::Instant;

/// How many deliveries are sent, and how fast.
pub(super) struct Load {
    pub(super) count: u64,
    /// The time between two deliveries.
    pub(super) interval: Duration,
    /// The most deliveries that wait for an answer at a time.
    pub(super) concurrency: usize,
}

impl Load {
    /// Sends the deliveries and prints the summary, also if the user interrupts the run.
    pub(super) async fn send(
        &self,
        plan: &Plan,
        client: &Client,
        as_json: bool,
    ) -> Result<Outcome, UsageError> {
        let started = Instant::now();
        let deliveries = stream::iter(0..self.count)
            .then(|number| async move {
                tokio::time::sleep_until(self.start_of(number, started).into()).await;
                number
            })
            .map(|number| async move {
                // Made only now, so that the timestamp is fresh.
                let delivery = plan.make(number)?;
                let answer = client.send(&plan.base, &delivery.request).await;
                Ok((delivery, answer))
            })
            .buffer_unordered(self.concurrency);
        let mut deliveries = pin!(deliveries);
        let mut interrupt = pin!(tokio::signal::ctrl_c());
        let mut tally = Tally::new()?;
        let bar = self.progress_bar();
        loop {
            let sent = tokio::select! {
                // The signal is awaited from before the first delivery.
                biased;
                _ = &mut interrupt => break,
                sent = deliveries.next() => sent,
            };
            match sent {
                Some(Ok((delivery, answer))) => tally.add(delivery, &answer),
                Some(Err(error)) => return Err(error),
                None => break,
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        tally.print(started.elapsed(), as_json);
        let passed = tally.expected == self.count;
        Ok(if passed { Outcome::Pass } else { Outcome::Fail })
    }

    fn start_of(&self, number: u64, started: Instant) -> Instant {
        let nanoseconds = self.interval.as_nanos().saturating_mul(u128::from(number));
        let offset = Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX));
        started.checked_add(offset).unwrap_or(started)
    }

    fn progress_bar(&self) -> ProgressBar {
        if std::io::stderr().is_terminal() {
            ProgressBar::new(self.count)
        } else {
            ProgressBar::hidden()
        }
    }
}

/// The answers so far, in bounded memory.
struct Tally {
    /// The fault of the first delivery. Those of the others are of the same kind.
    change: Option<Change>,
    statuses: BTreeMap<u16, u64>,
    failed: u64,
    first_failure: Option<String>,
    /// The answers that a correct receiver gives.
    expected: u64,
    /// In microseconds.
    latencies: Histogram<u64>,
}

/// The longest latency that is recorded exactly, in microseconds: an hour.
const MAX_LATENCY: u64 = 3_600_000_000;

impl Tally {
    fn new() -> Result<Self, UsageError> {
        let latencies = Histogram::new_with_bounds(1, MAX_LATENCY, 3).map_err(UsageError::new)?;
        Ok(Self {
            change: None,
            statuses: BTreeMap::new(),
            failed: 0,
            first_failure: None,
            expected: 0,
            latencies,
        })
    }

    fn add(&mut self, delivery: Delivery, answer: &Result<Answered, SendError>) {
        self.expected += u64::from(is_expected(answer, &delivery));
        self.change = self.change.take().or(delivery.change);
        match answer {
            Ok(answer) => {
                *self.statuses.entry(answer.status).or_default() += 1;
                let microseconds = u64::try_from(answer.elapsed.as_micros()).unwrap_or(u64::MAX);
                self.latencies.saturating_record(microseconds);
            }
            Err(why) => {
                self.failed += 1;
                self.first_failure.get_or_insert_with(|| why.to_string());
            }
        }
    }

    fn milliseconds(&self) -> [(&'static str, f64); 4] {
        let latencies = &self.latencies;
        let values = [
            ("min", latencies.min()),
            ("p50", latencies.value_at_quantile(0.5)),
            ("p95", latencies.value_at_quantile(0.95)),
            ("max", latencies.max()),
        ];
        #[allow(clippy::cast_precision_loss, reason = "an hour in microseconds is exact")]
        values.map(|(name, microseconds)| (name, microseconds as f64 / 1000.0))
    }

    fn print(&self, elapsed: Duration, as_json: bool) {
        let sent = self.latencies.len() + self.failed;
        let milliseconds = self.milliseconds();
        let (what, outcome) = match &self.change {
            Some(change) => (Some(change.what.as_str()), change.expected),
            None => (None, Expected::Accepted),
        };
        if as_json {
            let latency: BTreeMap<_, _> = milliseconds.into_iter().collect();
            print_line(json!({
                "sent": sent,
                "changed": what,
                "expected": outcome.to_string(),
                "statuses": self.statuses,
                "failed": self.failed,
                "first_failure": self.first_failure,
                "as_expected": self.expected,
                "elapsed_ms": elapsed.as_secs_f64() * 1000.0,
                "latency_ms": if self.latencies.is_empty() { json!(null) } else { json!(latency) },
            }));
            return;
        }
        print_line(format_args!("sent: {sent} in {:.1} s", elapsed.as_secs_f64()));
        for (status, count) in &self.statuses {
            print_line(format_args!("{status}: {count}"));
        }
        let why = self.first_failure.as_ref().map(|why| format!(" (the first: {why})"));
        print_line(format_args!("failed: {}{}", self.failed, why.unwrap_or_default()));
        if let Some(what) = what {
            print_line(format_args!("changed: {what}"));
        }
        print_line(format_args!("as expected ({outcome}): {}", self.expected));
        if !self.latencies.is_empty() {
            let shown = milliseconds.map(|(name, value)| format!("{name} {value:.1} ms"));
            print_line(format_args!("latency: {}", shown.join(", ")));
        }
    }
}
