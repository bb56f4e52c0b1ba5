//! The text of an error with its causes, which those of drivers leave out.

use core::fmt;
use std::error::Error;

/// Writes an error and its causes, each once.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, error: &(dyn Error + 'static)) -> fmt::Result {
    let mut text = error.to_string();
    f.write_str(&text)?;
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        // Some errors include their cause.
        if !text.contains(&cause_text) {
            write!(f, ": {cause_text}")?;
        }
        text = cause_text;
        next = cause.source();
    }
    Ok(())
}
