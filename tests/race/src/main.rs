//! Shows under load, kills and outages that each delivery is handled once.
//!
//! It starts real database servers and three server processes on each store, sends signed
//! deliveries like a provider, and counts the effects of the handlers. It prints one line for each
//! promise and store, and last `N passed, N failed`. The exit status is 1 if a promise was broken.

mod backend;
mod client;
mod cluster;
mod promises;
mod sender;
mod serve;

use backend::{Backend, Kind};
use clap::{Parser, Subcommand, ValueEnum as _};
use cluster::Failure;
use futures_util::FutureExt as _;
use promises::{Outcome, Promise, Scale};
use serve::{Flaw, Serve};
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;
use tokio::signal::unix::{SignalKind, signal};

/// Shows under load, kills and outages that each delivery is handled once.
#[derive(Parser)]
#[command(name = "race", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Check these promises only.
    #[arg(value_enum)]
    promises: Vec<Promise>,
    /// Check them on these stores only.
    #[arg(long, value_enum, value_delimiter = ',')]
    stores: Vec<Kind>,
    /// Try little, in about a minute.
    #[arg(long)]
    short: bool,
    /// Build a known mistake into the servers, to show that it is caught.
    #[arg(long, value_enum, hide = true)]
    flaw: Option<Flaw>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs one server. The harness starts it.
    #[command(hide = true)]
    Serve(Serve),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Some(Command::Serve(settings)) => serve::serve(settings).await.map(|()| true),
        // Dropping the future kills every process that it started.
        None => tokio::select! {
            result = check(arguments) => result,
            () = interrupted() => Err("interrupted".into()),
        },
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn interrupted() {
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// Checks the promises. Returns `true` if all were kept.
async fn check(arguments: Arguments) -> Result<bool, Failure> {
    let Arguments { mut promises, mut stores, short: is_short, flaw, .. } = arguments;
    if promises.is_empty() {
        promises.extend(Promise::value_variants());
    }
    if stores.is_empty() {
        stores.extend(Kind::ALL);
    }
    let scale = Scale { is_short, flaw };
    let (mut passed, mut failed) = (0, 0);
    for kind in stores {
        let promises = promises.iter().filter(|promise| promise.applies_to(kind));
        let mut stage = Stage::new(kind);
        for &promise in promises {
            let begun = Instant::now();
            let Some(outcome) = stage.check(promise, scale).await else {
                print(&format!("MISSING  {:<10} {}", name(promise), kind.name()))?;
                continue;
            };
            let is_kept = outcome.faults.is_empty();
            *(if is_kept { &mut passed } else { &mut failed }) += 1;
            report(promise, kind, &outcome, begun.elapsed().as_secs())?;
        }
    }
    print(&format!("{passed} passed, {failed} failed"))?;
    Ok(failed == 0)
}

/// A store, for one promise after the other.
struct Stage {
    kind: Kind,
    backend: Option<Backend>,
}

impl Stage {
    const fn new(kind: Kind) -> Self {
        Self { kind, backend: None }
    }

    /// Checks a promise on an empty store. Returns `None` if the store's server is not installed.
    async fn check(&mut self, promise: Promise, scale: Scale) -> Option<Outcome> {
        let checked = AssertUnwindSafe(self.try_check(promise, scale)).catch_unwind().await;
        checked.unwrap_or_else(|_panic| Err("panicked, see above".into())).unwrap_or_else(|error| {
            Some(Outcome { figures: String::new(), faults: vec![error.to_string()] })
        })
    }

    async fn try_check(
        &mut self,
        promise: Promise,
        scale: Scale,
    ) -> Result<Option<Outcome>, Failure> {
        let backend = match self.backend.take() {
            Some(backend) => Some(backend.reset()?),
            None => Backend::start(self.kind)?,
        };
        let Some(mut backend) = backend else { return Ok(None) };
        let outcome = promise.check(&mut backend, scale).await;
        // After a panic, the next promise starts another server.
        self.backend = Some(backend);
        outcome.map(Some)
    }
}

fn report(promise: Promise, kind: Kind, outcome: &Outcome, seconds: u64) -> Result<(), Failure> {
    let verdict = if outcome.faults.is_empty() { "passed" } else { "FAILED" };
    let (promise, kind, figures) = (name(promise), kind.name(), &outcome.figures);
    print(&format!("{verdict}  {promise:<10} {kind:<8} {figures} [{seconds} s]"))?;
    for fault in &outcome.faults {
        print(&format!("        {fault}"))?;
    }
    Ok(())
}

fn name(promise: Promise) -> String {
    promise.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn print(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
