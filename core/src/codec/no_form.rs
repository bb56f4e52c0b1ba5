//! Replaces `form` when that feature is off. No scheme signs form fields then.

use crate::rejection::Rejection;
use alloc::vec::Vec;

/// Rejects every body, because a feature that is off never weakens a check.
pub(crate) const fn sorted(_: &[u8]) -> Result<Vec<u8>, Rejection> {
    Err(Rejection::SignatureMismatch)
}
