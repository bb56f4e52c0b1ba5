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
use verihook_conformance::{
    BODY_DEADLINE, BODY_LIMIT, Case, Deviation, Target, cases_of, secrets_of,
};

/// Holds a server against the suite of verihook.
#[derive(Parser)]
struct Arguments {
    /// Where it listens: a name or an address, and a port.
    address: String,
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
}

/// How many cases are tried at the same time: they wait, for the most part.
const AT_ONCE: usize = 8;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let address = match reachable(&arguments.address) {
        Ok(address) => address,
        Err(error) => {
            eprintln!("cannot connect to `{}`: {error}", arguments.address);
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
    let deviation = |case: &Case| arguments.except.iter().find(|except| except.case == case.id);
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
