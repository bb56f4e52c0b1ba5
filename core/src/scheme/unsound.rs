//! The error for an unsound scheme, and the macros with which the rules return it.

use core::fmt;

/// The reason why a scheme is unsound.
///
/// In a constant, [`SchemeBuilder::build`](crate::SchemeBuilder::build) stops the compiler with
/// this reason. For a scheme that is known only at run time,
/// [`SchemeBuilder::try_build`](crate::SchemeBuilder::try_build) returns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsoundScheme {
    reason: &'static str,
}

/// The result of a rule. Rules are const, so that the compiler can evaluate them.
pub(crate) type Rule = Result<(), UnsoundScheme>;

impl UnsoundScheme {
    pub(crate) const fn new(reason: &'static str) -> Self {
        Self { reason }
    }

    /// Returns the reason, and what to do about it.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for UnsoundScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason)
    }
}

impl core::error::Error for UnsoundScheme {}

/// Returns the value, or panics with the reason; in a constant, that is a compile error.
#[allow(clippy::panic, reason = "the callers are documented to panic, in the compiler")]
#[track_caller]
pub(crate) const fn sound<T: Copy>(result: Result<T, UnsoundScheme>) -> T {
    match result {
        Ok(value) => value,
        Err(unsound) => panic!("{}", unsound.reason),
    }
}

/// Returns from a rule with this reason, unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $reason:expr $(,)?) => {
        if !$condition {
            return Err($crate::scheme::unsound::UnsoundScheme::new($reason));
        }
    };
}

/// Returns the value of a result, or returns from the rule with its error. Const code has no `?`.
macro_rules! check {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(unsound) => return Err(unsound),
        }
    };
}

pub(crate) use {check, ensure};
