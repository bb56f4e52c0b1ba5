//! Holds any server that listens somewhere against the suite, in whatever language it is written:
//!
//! `cargo run -p verihook-conformance --example conform -- 127.0.0.1:7151 --provider github`
//!
//! The server is set up as [`Target`] says.

use clap::Parser;
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use verihook::Handshake;
use verihook_conformance::{
    BODY_DEADLINE, BODY_LIMIT, Case, Deviation, HANDSHAKE_TOKEN, Target, cases_of, deviations,
    providers, secrets_of,
};

/// Holds a server against the suite of verihook.
#[derive(Parser)]
struct Arguments {
    /// Where it listens: a name or an address, and a port.
    #[arg(required_unless_present_any = ["providers", "setup"])]
    address: Option<String>,
    /// The slug of the provider that it is set up for.
    #[arg(long, default_value = "github")]
    provider: String,
    /// Its refusals have texts of their own: judge only statuses and header fields.
    #[arg(long)]
    ignore_text: bool,
    /// A case that it is known to fail, and the statuses that it answers instead: `CASE=100,413`,
    /// or `CASE=` if it never answers. May be given several times.
    #[arg(long, value_parser = exception)]
    except: Vec<Deviation>,
    /// Expect the known deviations of this adapter's framework: `actix`, `axum`, `rocket`, `tower`
    /// or `warp`.
    #[arg(long, value_parser = known)]
    adapter: Option<&'static [Deviation]>,
    /// List the providers that the suite has cases for.
    #[arg(long, exclusive = true)]
    providers: bool,
    /// Print how to set up an adapter's `receiver` for this provider: its flags, one a line.
    #[arg(long, value_name = "PROVIDER", exclusive = true)]
    setup: Option<String>,
}

/// How many cases are tried at the same time: they wait, for the most part.
const AT_ONCE: usize = 8;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.providers {
        providers().iter().for_each(|provider| println!("{provider}"));
        return ExitCode::SUCCESS;
    }
    if let Some(provider) = &arguments.setup {
        flags_of(provider).iter().for_each(|flag| println!("{flag}"));
        return ExitCode::SUCCESS;
    }
    let address = arguments.address.unwrap_or_default();
    let address = match reachable(&address) {
        Ok(address) => address,
        Err(error) => {
            eprintln!("cannot connect to `{address}`: {error}");
            return ExitCode::from(2);
        }
    };
    let target = Target::at(address);
    let target = if arguments.ignore_text { target.ignoring_text() } else { target };
    let cases: Vec<&Case> = cases_of(&arguments.provider).collect();
    if cases.is_empty() {
        eprintln!("no provider has the slug `{}`", arguments.provider);
        return ExitCode::from(2);
    }
    let is_case = |except: &&Deviation| cases.iter().any(|case| case.id == except.case);
    if let Some(unknown) = arguments.except.iter().find(|except| !is_case(except)) {
        eprintln!("`{}` is no case of `{}`", unknown.case, arguments.provider);
        return ExitCode::from(2);
    }
    let known = arguments.adapter.unwrap_or_default();
    let excused = || arguments.except.iter().chain(known);
    let deviation = |case: &Case| excused().find(|except| except.case == case.id);
    let left = Mutex::new(cases.iter());
    let next = || left.lock().ok().and_then(|mut left| left.next().copied());
    let as_expected = |case: &&Case| passes(&target, case, deviation(case));
    let failed: usize = thread::scope(|scope| {
        let trying: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                scope.spawn(|| core::iter::from_fn(next).filter(|case| !as_expected(case)).count())
            })
            .collect();
        trying.into_iter().map(|tried| tried.join().unwrap_or(1)).sum()
    });
    println!("{} passed, {failed} failed", cases.len().saturating_sub(failed));
    if failed == 0 {
        return ExitCode::SUCCESS;
    }
    let [old, current] = secrets_of(&arguments.provider);
    println!(
        "Is it set up with the secrets `{old}` and `{current}`, a limit of {BODY_LIMIT} bytes, and a deadline of {} ms?",
        BODY_DEADLINE.as_millis()
    );
    ExitCode::FAILURE
}

fn reachable(address: &str) -> io::Result<SocketAddr> {
    TcpStream::connect(address)?.peer_addr()
}

/// Returns the flags with which a `receiver` is set up for this provider as the suite expects.
fn flags_of(provider: &str) -> Vec<String> {
    let secrets = secrets_of(provider).map(|secret| format!("--secret={secret}"));
    let deadline = BODY_DEADLINE.as_millis();
    let entry = verihook::providers::by_slug(provider);
    let token = entry.and_then(|entry| entry.scheme.handshake()).and_then(Handshake::token_name);
    let mut flags = secrets.to_vec();
    flags.push(format!("--provider={provider}"));
    flags.push(format!("--body-limit={BODY_LIMIT}"));
    flags.push(format!("--body-deadline-ms={deadline}"));
    flags.extend(token.map(|_| format!("--handshake-token={HANDSHAKE_TOKEN}")));
    flags
}

fn known(adapter: &str) -> Result<&'static [Deviation], String> {
    deviations::of(adapter).ok_or_else(|| "no adapter has this name".to_owned())
}

fn exception(text: &str) -> Result<Deviation, String> {
    let (case, statuses) = text.split_once('=').ok_or("it is written CASE=STATUS,STATUS")?;
    let statuses = statuses.split(',').filter(|status| !status.is_empty()).map(str::parse);
    let statuses: Result<Vec<u16>, _> = statuses.collect();
    let statuses = statuses.map_err(|error| error.to_string())?;
    // They live as long as the process.
    let (case, statuses) = (case.to_owned().leak(), statuses.leak());
    Ok(Deviation { case, statuses, reason: "named on the command line" })
}

fn passes(target: &Target, case: &Case, deviation: Option<&Deviation>) -> bool {
    target.check_deviating(case, deviation).map_err(|failure| println!("{failure}\n")).is_ok()
}
