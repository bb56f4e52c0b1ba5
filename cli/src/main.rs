//! The command `verihook`.
//!
//! The exit status is 0 for success, 1 if a request is rejected or a vector fails, and 2 for a
//! usage error: bad arguments, an unknown slug, a malformed file, or, for `verify`, a secret that
//! cannot be decoded. In a file of vectors, such a secret is the verdict of its case.

mod client;
mod conformance;
mod explain;
mod judge;
mod listen;
mod providers;
mod replay;
mod request;
mod secret;
mod secrets;
mod send;
mod shell;
mod sign;
mod vectors;
mod verify;

use clap::{Parser, Subcommand};
use core::fmt;
use std::process::ExitCode;

/// Verify webhooks on the command line.
#[derive(Parser)]
#[command(name = "verihook", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "only one value exists")]
enum Verb {
    /// List the providers and what their schemes prove.
    #[command(after_help = PROVIDERS_EXAMPLE)]
    Providers(providers::Arguments),
    /// Verify one request: exit with 0 if it is authentic, with 1 and the reason if not.
    #[command(after_help = VERIFY_EXAMPLE)]
    Verify(verify::Arguments),
    /// Check files of vectors: print each case that differs, and last `N passed, N failed`.
    #[command(after_help = VECTORS_EXAMPLE)]
    Vectors(vectors::Arguments),
    /// Print the header fields that the provider would send with a body.
    Sign(sign::Arguments),
    /// Sign and send deliveries to a URL.
    Send(send::Arguments),
    /// Receive webhooks on this machine, and show what arrives and whether it verifies.
    Listen(listen::Arguments),
    /// Send a stored request again.
    Replay(replay::Arguments),
    /// Explain why a request does not verify.
    Explain(explain::Arguments),
    /// Test a server with the conformance suite.
    #[command(after_help = conformance::EXAMPLE)]
    Conformance(conformance::Arguments),
    /// Generate a signing secret, or check one.
    Secret(secret::Arguments),
}

const PROVIDERS_EXAMPLE: &str = "\
Example:
  verihook providers --json";

const VERIFY_EXAMPLE: &str = "\
Example:
  verihook verify --provider github --secret-env WEBHOOK_SECRET \\
    -H 'x-hub-signature-256: sha256=...' --body-file body.json";

const VECTORS_EXAMPLE: &str = "\
Example:
  verihook vectors vectors/*.jsonl";

/// The result of a command that ran.
enum Outcome {
    Pass,
    /// A request was rejected, or a vector failed.
    Fail,
}

/// The reason a command could not run.
struct UsageError(String);

impl UsageError {
    fn new(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

fn main() -> ExitCode {
    let command = Command::try_parse().unwrap_or_else(|error| usage(&error));
    let done = match command.verb {
        Verb::Providers(arguments) => arguments.run(),
        Verb::Verify(arguments) => arguments.run(),
        Verb::Vectors(arguments) => arguments.run(),
        Verb::Sign(arguments) => arguments.run(),
        Verb::Send(arguments) => arguments.run(),
        Verb::Listen(arguments) => arguments.run(),
        Verb::Replay(arguments) => arguments.run(),
        Verb::Explain(arguments) => arguments.run(),
        Verb::Conformance(arguments) => arguments.run(),
        Verb::Secret(arguments) => arguments.run(),
    };
    match done {
        Ok(Outcome::Pass) => ExitCode::SUCCESS,
        Ok(Outcome::Fail) => ExitCode::from(1),
        Err(UsageError(what)) => {
            eprintln!("verihook: {what}");
            ExitCode::from(2)
        }
    }
}

/// Reports what is wrong with the command line, and exits with 2.
///
/// A rejected value is not repeated: it may be a secret that was given without its flag.
fn usage(error: &clap::Error) -> ! {
    use clap::error::{ContextKind, ErrorKind};
    let repeats = matches!(
        error.kind(),
        ErrorKind::InvalidSubcommand
            | ErrorKind::InvalidUtf8
            | ErrorKind::InvalidValue
            | ErrorKind::TooManyValues
            | ErrorKind::UnknownArgument
            | ErrorKind::ValueValidation
            | ErrorKind::WrongNumberOfValues
    );
    if !repeats {
        error.exit()
    }
    eprint!("error: {}", error.kind());
    // If the argument is unknown, this context is the rejected value itself.
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand)
        && let Some(argument) = error.get(ContextKind::InvalidArg)
    {
        eprint!(" for `{argument}`");
    }
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    if let Some(similar) = suggested.into_iter().find_map(|kind| error.get(kind)) {
        eprint!("; did you mean `{similar}`?");
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        eprint!("\n\n{usage}");
    }
    eprintln!("\n\nFor more information, try `--help`.");
    std::process::exit(2)
}

/// Prints a line. If standard output is closed, as by `head`, exits with 0.
fn print_line(line: impl fmt::Display) {
    use std::io::Write as _;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}
