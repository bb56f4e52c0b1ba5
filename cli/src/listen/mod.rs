//! `verihook listen`.

mod check;
mod events;
mod explain;
mod forward;
mod guess;
mod host;
mod journal;
mod label;
mod page;
mod receive;
mod record;
mod server;
mod show;

pub(crate) use forward::parse_url;
pub(crate) use show::{Elapsed, Plain};

use crate::secrets::SecretArguments;
use crate::store::{Folder, default_path};
use crate::time::parse_duration;
use crate::{Outcome, UsageError};
use check::Checker;
use clap::Args;
use events::Streams;
use explain::Queue;
use forward::Forward;
use host::Hosts;
use journal::Journal;
use page::Page;
use receive::Receiver;
use server::{Server, Signals};
use show::Printer;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

pub(crate) const EXAMPLE: &str = "\
Examples:
  verihook listen
  verihook listen --provider github --secret-env WEBHOOK_SECRET
  verihook listen --provider stripe --secret-env STRIPE_SECRET --forward http://localhost:3000";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Verify with the scheme of the provider with this slug (see `verihook providers`).
    #[arg(long)]
    provider: Option<String>,
    #[command(flatten)]
    secrets: SecretArguments,
    /// Set the endpoint's URL as the provider knows it, for schemes that sign it.
    #[arg(long, value_name = "URL", requires = "provider")]
    public_url: Option<String>,
    /// Accept a signed timestamp this far from now: `300`, `5m` (default: the provider's).
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, requires = "provider")]
    tolerance: Option<Duration>,
    /// Forward each request to this URL, and answer as the server there does. A path other than
    /// `/`, or a query, replaces that of the request.
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    /// Forward only requests that verify, and answer the others here.
    #[arg(long, requires = "forward", requires = "provider")]
    only_verified: bool,
    /// Answer deliveries with this status (default: 200, or as an adapter answers a rejection).
    #[arg(long, conflicts_with = "forward")]
    #[arg(value_parser = clap::value_parser!(u16).range(200..600))]
    status: Option<u16>,
    /// Listen on this port; 0 chooses a free one.
    #[arg(long, default_value_t = 4600)]
    port: u16,
    /// Listen on this address. Any address other than a loopback one is reachable from other
    /// machines.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    address: IpAddr,
    /// Store the requests in this folder (default: `~/.local/state/verihook`, or that of your
    /// system).
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Store at most this many requests; the oldest are removed.
    #[arg(long, default_value_t = 10_000, value_name = "NUMBER")]
    #[arg(value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    keep: usize,
    /// Answer 413 to a body of more than this many bytes.
    #[arg(long, default_value_t = 10 * 1024 * 1024, value_name = "BYTES")]
    body_limit: usize,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        let checker = self.checker()?;
        let forward = self.forward.as_deref();
        let forward = forward.map(|url| Forward::new(url, self.only_verified)).transpose()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(UsageError::new)?;
        let outcome = runtime.block_on(self.serve(checker, forward));
        // An explanation may still run. Nothing waits for it.
        runtime.shutdown_background();
        outcome
    }

    fn checker(&self) -> Result<Checker, UsageError> {
        let secrets = self.secrets.read()?;
        match &self.provider {
            Some(slug) => {
                let secrets = self.secrets.read_some()?;
                let url = self.public_url.as_deref();
                Checker::of(slug, &secrets, url, self.tolerance, self.body_limit)
            }
            None if secrets.is_empty() => Checker::any(),
            None => Err(UsageError::new("a signing secret needs --provider")),
        }
    }

    async fn serve(
        &self,
        checker: Checker,
        forward: Option<Forward>,
    ) -> Result<Outcome, UsageError> {
        let wanted = SocketAddr::new(self.address, self.port);
        let listener = TcpListener::bind(wanted).await.map_err(|why| {
            UsageError::new(format_args!(
                "{wanted}: {why} (choose another with --port; 0 picks a free one)"
            ))
        })?;
        let bound = listener.local_addr().map_err(UsageError::new)?;
        // After the port is bound, so that a failed start leaves nothing behind.
        let path = self.folder.clone().unwrap_or_else(default_path);
        let path = std::path::absolute(path).map_err(UsageError::new)?;
        let (folder, entries) = Folder::open(&path)?;
        let signals = Signals::new().map_err(UsageError::new)?;
        let hosts = Hosts::of(bound);
        let printer = Printer::new(self.json);
        printer.started(&hosts.url(), self.forward.as_deref(), &path, entries.len());
        if !self.address.is_loopback() {
            printer.warn(format_args!(
                "other machines can send to {bound} and read the page: it is not a loopback address"
            ));
        }
        let journal = Arc::new(Journal::new(folder, entries, self.keep));
        let page = Page {
            url: hosts.url(),
            hosts,
            provider: checker.provider().map(str::to_owned),
            forward: self.forward.clone(),
            folder: self.folder.is_some().then_some(path),
            journal: Arc::clone(&journal),
            streams: Streams::new(),
        };
        let receiver = Receiver {
            checker: Arc::new(checker),
            journal,
            forward,
            status: self.status,
            body_limit: self.body_limit,
            printer,
            explanations: Queue::new(),
        };
        Server::new(receiver, page).run(listener, signals).await;
        Ok(Outcome::Pass)
    }
}
