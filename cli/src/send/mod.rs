//! `verihook send`.

mod delivery;
mod load;
mod plan;
mod signature;
mod single;
mod tamper;

use self::load::Load;
use self::tamper::Tamper;
use crate::client::Client;
use crate::judge::provider;
use crate::samples;
use crate::secrets::SecretArguments;
use crate::time::{parse_duration, parse_span, parse_time};
use crate::{Outcome, UsageError, print_line};
use clap::Args;
use core::time::Duration;
use std::path::PathBuf;
use verihook::UnixTime;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook send http://localhost:3000/hooks/github --provider github --secret-env SECRET
  verihook send http://localhost:3000/hooks/stripe --provider stripe --secret-env SECRET \\
    --event invoice.paid --tamper body
  verihook send http://localhost:3000/hooks/terra --provider terra --secret-env SECRET \\
    --count 1000 --rate 50 --concurrency 8
  verihook send --provider slack --list-events

Exit status:
  0  every answer was 2xx or, with --tamper, --stale or --ahead, the expected one
  1  another answer arrived, or none, or the run was interrupted
  2  usage error";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Send to this URL.
    #[arg(value_name = "URL", required_unless_present = "list_events")]
    url: Option<String>,
    /// Sign as the provider with this slug (see `verihook providers`).
    #[arg(long)]
    provider: String,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Send the sample of this event; with a body of your own, name the event in the header fields.
    #[arg(long, value_name = "NAME")]
    event: Option<String>,
    /// List the events of which there is a sample.
    #[arg(long)]
    list_events: bool,
    /// Send this body instead of a sample.
    #[arg(long, conflicts_with = "body_file", allow_hyphen_values = true)]
    body: Option<String>,
    /// Send this file as the body, byte for byte (`-`: standard input).
    #[arg(long, value_name = "FILE")]
    body_file: Option<PathBuf>,
    /// Set the method of the request.
    #[arg(long, default_value = "POST")]
    method: String,
    /// Add or replace a header field, as `name: value` (repeatable).
    #[arg(short = 'H', long = "header", value_name = "FIELD")]
    headers: Vec<String>,
    /// Sign this URL, for schemes that sign the endpoint's URL (default: the URL itself).
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Use this delivery id (default: a new one for each delivery).
    #[arg(long)]
    id: Option<String>,
    /// Sign as of this time: Unix seconds or RFC 3339 (default: now).
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<UnixTime>,
    /// Sign with a timestamp this far in the past, for example `10m`.
    #[arg(
        long,
        value_name = "DURATION",
        conflicts_with_all = ["ahead", "tamper"],
        value_parser = parse_duration
    )]
    stale: Option<Duration>,
    /// Sign with a timestamp this far in the future.
    #[arg(long, value_name = "DURATION", conflicts_with = "tamper", value_parser = parse_duration)]
    ahead: Option<Duration>,
    /// Tamper with each delivery.
    #[arg(long, value_name = "KIND")]
    tamper: Option<Tamper>,
    /// Send the same signed request twice, and show both answers.
    #[arg(long, conflicts_with_all = ["count", "rate", "concurrency"])]
    replay: bool,
    /// Print the request instead of sending it. It contains the signature or the token.
    #[arg(long, conflicts_with_all = ["replay", "count", "rate", "concurrency", "json"])]
    dry_run: bool,
    /// Send this many deliveries, and print a summary of more than one.
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u64,
    /// Start at most this many deliveries a second, for example 0.5 (default: no limit).
    #[arg(long, value_name = "R")]
    rate: Option<String>,
    /// Wait for the answers to this many deliveries at a time.
    #[arg(long, value_name = "C", default_value_t = 1)]
    concurrency: usize,
    /// Wait this long for an answer: `10`, `1.5s`.
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = parse_span)]
    deadline: Duration,
    /// Print a JSON object for each delivery, or for the summary of more than one.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let entry = provider(&self.provider)?;
        if self.list_events {
            for sample in samples::of(entry.slug).map_or(&[][..], |set| set.samples) {
                print_line(sample.event);
            }
            return Ok(Outcome::Pass);
        }
        let (plan, event) = self.plan(entry)?;
        if self.dry_run {
            return single::print_request(&plan);
        }
        let (load, client) = (self.load()?, self.client()?);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(UsageError::new)?;
        runtime.block_on(async {
            if load.count == 1 {
                let times = if self.replay { 2 } else { 1 };
                single::send(&plan, &client, event, times, self.json).await
            } else {
                load.send(&plan, &client, self.json).await
            }
        })
    }

    fn client(&self) -> Result<Client, UsageError> {
        if self.deadline.is_zero() {
            return Err(UsageError::new("--deadline: expected more than 0 s"));
        }
        if self.tamper == Some(Tamper::HeaderCase) {
            return Ok(Client::with_upper_case_names(self.deadline));
        }
        Client::new(self.deadline).map_err(UsageError::new)
    }

    fn load(&self) -> Result<Load, UsageError> {
        if self.count == 0 || self.concurrency == 0 {
            return Err(UsageError::new("--count and --concurrency: expected at least 1"));
        }
        Ok(Load { count: self.count, interval: self.interval()?, concurrency: self.concurrency })
    }

    /// Returns the time between two deliveries.
    fn interval(&self) -> Result<Duration, UsageError> {
        let Some(rate) = &self.rate else { return Ok(Duration::ZERO) };
        let rate = rate.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0);
        let interval = rate.and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok());
        interval.ok_or_else(|| {
            UsageError::new("--rate: expected deliveries a second, for example `50` or `0.5`")
        })
    }
}
