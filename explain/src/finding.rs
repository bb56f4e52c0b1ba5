//! A finding: one reason why a request does not verify.

use crate::candidate::Change;
use crate::code::Code;
use crate::remedy::remedy;
use serde::Serialize;

/// The certainty of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Certainty {
    /// With this change undone, the request verifies.
    Certain,
    /// The request shows it, but nothing that was tried makes it verify.
    Likely,
    /// It would explain the rejection, and nothing contradicts it.
    Possible,
}

/// One reason why a request does not verify.
///
/// It contains no secret, no expected signature and no body: at most lengths, offsets and the names
/// of header fields.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The stable code: `body.newline-added`.
    pub code: Code,
    /// The certainty.
    pub certainty: Certainty,
    /// The part of the request or of the configuration that shows it, in words.
    pub evidence: String,
    /// The remedy, in words.
    pub remedy: String,
}

impl Finding {
    pub(crate) fn new(change: Change, certainty: Certainty) -> Self {
        Self {
            code: change.code,
            certainty,
            evidence: change.evidence.to_string(),
            remedy: remedy(change.code).to_owned(),
        }
    }
}
