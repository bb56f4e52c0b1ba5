//! Output: lines, errors and colour.

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use core::fmt;
use std::io::Write as _;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// Applies to everything that is printed from now on, also by clap.
    pub(crate) fn set(self) {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
        .write_global();
    }

    /// Returns the value of `--color` before the command line is parsed.
    ///
    /// Help and usage errors are printed while it is parsed.
    pub(crate) fn of_arguments() -> Self {
        let mut arguments = std::env::args_os().skip(1);
        while let Some(argument) = arguments.next() {
            let value = match argument.to_str() {
                Some("--color") => arguments.next(),
                Some(text) => text.strip_prefix("--color=").map(Into::into),
                None => None,
            };
            let value = value.as_ref().and_then(|value| value.to_str());
            if let Some(color) = value.and_then(|value| Self::from_str(value, false).ok()) {
                return color;
            }
        }
        Self::default()
    }
}

/// A name: a slug, a verb, a number in a list.
pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
/// A good result.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A bad result.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// A result that needs attention.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Less important text.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Returns the value in a style. The style is left out when it is printed without colour.
pub(crate) fn styled(style: Style, value: impl fmt::Display) -> impl fmt::Display {
    struct Styled<T>(Style, T);

    impl<T: fmt::Display> fmt::Display for Styled<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Self(style, value) = self;
            write!(f, "{style}")?;
            value.fmt(f)?;
            write!(f, "{style:#}")
        }
    }

    Styled(style, value)
}

/// Returns text of a request that can be shown on a terminal: control characters are escaped.
pub(crate) fn visible(text: &str) -> String {
    text.chars().fold(String::new(), |mut shown, letter| {
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
        shown
    })
}

/// Prints a line. If standard output is closed, as by `head`, exits with 0.
pub(crate) fn print_line(line: impl fmt::Display) {
    if writeln!(anstream::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}

/// Prints bytes as they are. If standard output is closed, exits with 0.
pub(crate) fn print_bytes(bytes: &[u8]) {
    let mut output = std::io::stdout();
    if output.write_all(bytes).and_then(|()| output.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a line to standard error. If that is closed, the line is lost.
pub(crate) fn error_line(line: impl fmt::Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
