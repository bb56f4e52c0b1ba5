//! Runs the suite against any server, in any language:
//!
//! `cargo run -p verihook-conformance --example conform -- 127.0.0.1:7151 --provider github`
//!
//! Set the server up as described at [`Target`].

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

/// Runs verihook's conformance suite against a webhook receiver.
#[derive(Parser)]
struct Arguments {
    /// The host and port of the receiver, for example `127.0.0.1:7151`.
    #[arg(required_unless_present_any = ["providers", "setup"])]
    address: Option<String>,
    /// The slug of the provider that the receiver is set up for.
    #[arg(long, default_value = "github")]
    provider: String,
    /// Compare only statuses and headers, not the texts of rejections.
    #[arg(long)]
    ignore_text: bool,
    /// Expect a case to fail with these statuses instead: `CASE=100,413`, or `CASE=` for no answer.
    /// May be repeated.
    #[arg(long, value_parser = exception)]
    except: Vec<Deviation>,
    /// Expect the known deviations of this adapter's framework: `actix`, `axum`, `rocket`, `tower`
    /// or `warp`.
    #[arg(long, value_parser = known)]
    adapter: Option<&'static [Deviation]>,
    /// List the providers that the suite has cases for.
    #[arg(long, exclusive = true)]
    providers: bool,
    /// Print the flags that set an adapter's `receiver` up for this provider, one a line.
    #[arg(long, value_name = "PROVIDER", exclusive = true)]
    setup: Option<String>,
}

/// The number of concurrent cases. Most of their time is spent waiting.
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
        eprintln!("there are no cases for a provider with the slug `{}`", arguments.provider);
        return ExitCode::from(2);
    }
    let is_case = |except: &&Deviation| cases.iter().any(|case| case.id == except.case);
    if let Some(unknown) = arguments.except.iter().find(|except| !is_case(except)) {
        eprintln!("`{}` is not a case for the provider `{}`", unknown.case, arguments.provider);
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
        "The receiver must be set up with the secrets `{old}` and `{current}`, a limit of {BODY_LIMIT} bytes and a deadline of {} ms.",
        BODY_DEADLINE.as_millis()
    );
    ExitCode::FAILURE
}

fn reachable(address: &str) -> io::Result<SocketAddr> {
    TcpStream::connect(address)?.peer_addr()
}

/// Returns the flags that set an adapter's `receiver` up for this provider, as the suite expects.
fn flags_of(provider: &str) -> Vec<String> {
    let secrets = secrets_of(provider).map(|secret| format!("--secret={secret}"));
    let deadline = BODY_DEADLINE.as_millis();
    let entry = verihook::providers::by_slug(provider);
    let token = entry.and_then(|entry| entry.scheme.handshakes().find_map(Handshake::token_name));
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
    let (case, statuses) = text.split_once('=').ok_or("expected CASE=STATUS,STATUS or CASE=")?;
    let statuses = statuses.split(',').filter(|status| !status.is_empty()).map(str::parse);
    let statuses: Result<Vec<u16>, _> = statuses.collect();
    let statuses = statuses.map_err(|error| error.to_string())?;
    // A `Deviation` has static strings; these live as long as the process.
    let (case, statuses) = (case.to_owned().leak(), statuses.leak());
    Ok(Deviation { case, statuses, reason: "declared on the command line" })
}

fn passes(target: &Target, case: &Case, deviation: Option<&Deviation>) -> bool {
    target.check_deviating(case, deviation).map_err(|failure| println!("{failure}\n")).is_ok()
}
