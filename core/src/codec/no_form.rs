//! The stand-in for `form` without that feature, under which no scheme signs form fields.

use crate::rejection::Rejection;
use alloc::vec::Vec;

/// Rejects, as a feature that is off never weakens a check.
pub(crate) const fn sorted(_: &[u8]) -> Result<Vec<u8>, Rejection> {
    Err(Rejection::SignatureMismatch)
}
