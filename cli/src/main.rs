//! The command `verihook`.
//!
//! The exit status is 0 for success, 1 if a request is rejected, a vector fails or a secret is weak,
//! and 2 for a usage error: bad arguments, an unknown slug, a malformed file, or, for `verify`, a
//! secret that cannot be decoded. In a file of vectors, a secret like that is the verdict of its
//! case.

mod catalogue;
mod client;
mod conformance;
mod endpoint;
mod explain;
mod judge;
mod listen;
mod output;
mod providers;
mod replay;
mod request;
mod samples;
mod secret;
mod secrets;
mod send;
mod shell;
mod sign;
mod store;
mod time;
mod usage;
mod vectors;
mod verify;

use clap::{CommandFactory as _, Parser, Subcommand};
use output::{Color, print_line};
use std::process::ExitCode;
use usage::{Expected, UsageError};

/// Receive, send, verify and explain webhooks.
#[derive(Parser)]
#[command(name = "verihook", version, max_term_width = 100)]
struct Command {
    /// Use colour: on a terminal, always, or never.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        display_order = 900
    )]
    color: Color,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "only one value exists")]
enum Verb {
    /// List the providers and what their schemes prove.
    #[command(after_help = providers::EXAMPLE)]
    Providers(providers::Arguments),
    /// Verify one request, and print the reason if it is rejected.
    #[command(after_help = verify::EXAMPLE)]
    Verify(verify::Arguments),
    /// Check files of vectors: print each case that differs, then `N passed, N failed`.
    #[command(after_help = vectors::EXAMPLE)]
    Vectors(vectors::Arguments),
    /// Print the header fields that the provider would send with a body.
    #[command(after_help = sign::EXAMPLE)]
    Sign(sign::Arguments),
    /// Sign and send deliveries to a URL.
    #[command(after_help = send::EXAMPLE)]
    Send(send::Arguments),
    /// Receive webhooks on this machine, and show what arrives and whether it verifies.
    #[command(after_help = listen::EXAMPLE)]
    Listen(listen::Arguments),
    /// Send a stored request again.
    #[command(after_help = replay::EXAMPLE)]
    Replay(replay::Arguments),
    /// Explain why a request does not verify.
    #[command(after_help = explain::EXAMPLE)]
    Explain(explain::Arguments),
    /// Test a server with the conformance suite.
    #[command(after_help = conformance::EXAMPLE)]
    Conformance(conformance::Arguments),
    /// Generate a signing secret, or check one.
    #[command(after_help = secret::EXAMPLE)]
    Secret(secret::Arguments),
    /// Write the completions for a shell.
    #[command(after_help = shell::COMPLETIONS_EXAMPLE)]
    Completions(shell::CompletionArguments),
    /// Write a manual page.
    #[command(after_help = shell::MAN_EXAMPLE)]
    Man(shell::ManArguments),
}

/// The result of a command that ran.
enum Outcome {
    Pass,
    /// A request was rejected, a vector failed, or a secret is weak.
    Fail,
}

fn main() -> ExitCode {
    Color::of_arguments().set();
    let command = Command::try_parse().unwrap_or_else(|error| usage::exit(&error));
    command.color.set();
    match command.verb.run() {
        Ok(Outcome::Pass) => ExitCode::SUCCESS,
        Ok(Outcome::Fail) => ExitCode::from(1),
        Err(error) => {
            error.print();
            ExitCode::from(2)
        }
    }
}

impl Verb {
    fn run(self) -> Result<Outcome, UsageError> {
        match self {
            Self::Providers(arguments) => arguments.run(),
            Self::Verify(arguments) => arguments.run(),
            Self::Vectors(arguments) => arguments.run(),
            Self::Sign(arguments) => arguments.run(),
            Self::Send(arguments) => arguments.run(),
            Self::Listen(arguments) => arguments.run(),
            Self::Replay(arguments) => arguments.run(),
            Self::Explain(arguments) => arguments.run(),
            Self::Conformance(arguments) => arguments.run(),
            Self::Secret(arguments) => arguments.run(),
            Self::Completions(arguments) => arguments.run(),
            Self::Man(arguments) => arguments.run(),
        }
    }
}

/// Returns the description of the command line.
fn command() -> clap::Command {
    Command::command()
}
