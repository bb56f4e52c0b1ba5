//! The fields of a form that is a probe.

use crate::scheme::syntax::Syntax;

/// A field of an unsigned form that is a [`Handshake`](crate::Handshake): its name and its value.
///
/// Both are compared as they are sent, without decoding.
#[derive(Clone, Copy, Debug)]
pub struct FormField {
    name: &'static str,
    value: Value,
}

#[derive(Clone, Copy, Debug)]
enum Value {
    Exactly(&'static str),
    Matching(Syntax),
}

impl FormField {
    /// A field whose value has this syntax.
    #[must_use]
    pub const fn new(name: &'static str, value: Syntax) -> Self {
        Self { name, value: Value::Matching(value) }
    }

    /// A field with exactly this value.
    #[must_use]
    pub const fn exactly(name: &'static str, value: &'static str) -> Self {
        Self { name, value: Value::Exactly(value) }
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns `true` if this is the field with this name and value.
    pub(crate) fn admits(&self, name: &[u8], value: &[u8]) -> bool {
        name == self.name.as_bytes()
            && match self.value {
                Value::Exactly(text) => value == text.as_bytes(),
                Value::Matching(syntax) => syntax.admits(value),
            }
    }
}
