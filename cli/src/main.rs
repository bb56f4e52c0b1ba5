//! The command `verihook`.
//!
//! It ends with 0 if all is well, with 1 if a request is refused or a vector fails, and with 2 if it was not understood: bad
//! usage, an unknown slug, a secret that cannot be decoded, a malformed file.

mod judge;
mod providers;
mod vectors;
mod verify;

use clap::{Parser, Subcommand};
use core::fmt;
use std::process::ExitCode;

/// Verified webhooks, on the command line.
#[derive(Debug, Parser)]
#[command(name = "verihook", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum Verb {
    /// List the providers.
    Providers(providers::Arguments),
    /// Verify one request: 0 if it is genuine, 1 if not, with the reason.
    Verify(verify::Arguments),
    /// Judge files of vectors, JSON Lines: prints each case that differs, and last how many passed and failed.
    Vectors(vectors::Arguments),
}

/// What came of it.
enum Outcome {
    Well,
    /// Refused, or failed.
    No,
}

/// Why nothing came of it.
struct NotUnderstood(String);

impl NotUnderstood {
    fn new(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

fn main() -> ExitCode {
    let done = match Command::parse().verb {
        Verb::Providers(arguments) => arguments.run(),
        Verb::Verify(arguments) => arguments.run(),
        Verb::Vectors(arguments) => arguments.run(),
    };
    match done {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(NotUnderstood(what)) => {
            eprintln!("verihook: {what}");
            ExitCode::from(2)
        }
    }
}

/// A line on standard output. Whoever reads no further ends the program in peace.
fn tell(line: impl fmt::Display) {
    use std::io::Write as _;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}
