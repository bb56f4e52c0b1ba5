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
use verihook_conformance::{
    BODY_DEADLINE, BODY_LIMIT, Case, Deviation, Target, cases_of, secrets_of,
};

/// Runs verihook's conformance suite against a webhook receiver.
#[derive(Parser)]
struct Arguments {
    /// The host and port of the receiver, for example `127.0.0.1:7151`.
    address: String,
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
}

/// The number of concurrent cases. Most of their time is spent waiting.
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
        eprintln!("there are no cases for a provider with the slug `{}`", arguments.provider);
        return ExitCode::from(2);
    }
    let is_case = |except: &&Deviation| cases.iter().any(|case| case.id == except.case);
    if let Some(unknown) = arguments.except.iter().find(|except| !is_case(except)) {
        eprintln!("`{}` is not a case for the provider `{}`", unknown.case, arguments.provider);
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
        "The receiver must be set up with the secrets `{old}` and `{current}`, a limit of {BODY_LIMIT} bytes and a deadline of {} ms.",
        BODY_DEADLINE.as_millis()
    );
    ExitCode::FAILURE
}

fn reachable(address: &str) -> io::Result<SocketAddr> {
    TcpStream::connect(address)?.peer_addr()
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
