//! Usage errors, and how they are reported.

use crate::output::{BAD, error_line, styled};
use clap::error::{ContextKind, ErrorKind};
use core::fmt;
use core::fmt::Write as _;

/// The reason a command could not run.
pub(crate) struct UsageError(pub(crate) String);

impl UsageError {
    pub(crate) fn new(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }

    pub(crate) fn print(&self) {
        error_line(format_args!("{} {}", styled(BAD, "verihook:"), self.0));
    }
}

/// The form of a value that an option expects, as the error of a value parser.
///
/// No other error of a value parser is shown, because it may repeat the value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected(pub(crate) &'static str);

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

impl std::error::Error for Expected {}

/// Reports what is wrong with the command line, and exits with 2.
///
/// A rejected value is not repeated: it may be a secret that was given without its flag.
pub(crate) fn exit(error: &clap::Error) -> ! {
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
    error_line(report(error));
    std::process::exit(2)
}

fn report(error: &clap::Error) -> String {
    let mut text = format!("{} {}", styled(BAD, "error:"), error.kind());
    // If the argument is unknown, this context is the rejected value itself.
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand)
        && let Some(argument) = error.get(ContextKind::InvalidArg)
    {
        let _ = write!(text, " for `{argument}`");
    }
    let source = std::error::Error::source(error);
    if let Some(expected) = source.and_then(|source| source.downcast_ref::<Expected>()) {
        let _ = write!(text, ": {expected}");
    } else if let Some(values) = error.get(ContextKind::ValidValue) {
        let _ = write!(text, ": expected one of {values}");
    }
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(similar) = suggested.into_iter().find_map(|kind| error.get(kind)) {
        let similar = similar.to_string().replace(", ", "` or `");
        let _ = write!(text, "; did you mean `{similar}`?");
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let _ = write!(text, "\n\n{usage}");
    }
    text.push_str("\n\nFor more information, try `--help`.");
    text
}
