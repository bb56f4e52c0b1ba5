//! The command `verihook`.
//!
//! It ends with 0 if all is well, with 1 if a request is refused or a vector fails, and with 2 if
//! it was not understood: bad usage, an unknown slug, a secret that cannot be decoded, a malformed
//! file.

mod judge;
mod providers;
mod vectors;
mod verify;

use clap::{Parser, Subcommand};
use core::fmt;
use std::process::ExitCode;

/// Verified webhooks, on the command line.
#[derive(Parser)]
#[command(name = "verihook", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum Verb {
    /// List the providers.
    Providers(providers::Arguments),
    /// Verify one request: 0 if it is genuine, 1 if not, with the reason.
    Verify(verify::Arguments),
    /// Judge files of vectors, JSON Lines: prints each case that differs, and last how many passed
    /// and failed.
    Vectors(vectors::Arguments),
}

/// What came of it.
enum Outcome {
    Pass,
    /// Refused, or failed.
    Fail,
}

/// Why nothing came of it.
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

/// Ends the program with what is wrong with the command line. A text that is not understood is not
/// repeated: it may be a secret that came without its flag.
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
    // The text itself, where the argument is unknown.
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand)
        && let Some(argument) = error.get(ContextKind::InvalidArg)
    {
        eprint!(" for `{argument}`");
    }
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
    if let Some(similar) = suggested.into_iter().find_map(|kind| error.get(kind)) {
        eprint!("; there is `{similar}`");
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        eprint!("\n\n{usage}");
    }
    eprintln!("\n\nFor more information, try `--help`.");
    std::process::exit(2)
}

/// A signing secret from an environment variable. What is not UTF-8 is not shown.
fn secret_from_env(variable: &str) -> Result<verihook::SigningSecret, UsageError> {
    use std::env::{VarError, var};
    match var(variable).map(zeroize::Zeroizing::new) {
        Ok(text) => Ok(verihook::SigningSecret::new(text.as_str()).named(variable)),
        Err(VarError::NotPresent) => {
            Err(UsageError::new(format_args!("`{variable}`: environment variable not found")))
        }
        Err(VarError::NotUnicode(_)) => {
            Err(UsageError::new(format_args!("`{variable}`: expected UTF-8")))
        }
    }
}

/// A line on standard output. Whoever reads no further ends the program in peace.
fn print_line(line: impl fmt::Display) {
    use std::io::Write as _;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}
