//! An entry of the index: a stored request, its verdict and its answer.

use serde::{Deserialize, Serialize};

/// A line of the index. A later line with the same id replaces an earlier one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    /// The time of arrival, in milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) method: String,
    pub(crate) target: String,
    /// The length of the body.
    pub(crate) bytes: u64,
    /// The name of the file with the request. `None` if the request was not stored.
    #[serde(default)]
    pub(crate) file: Option<String>,
    pub(crate) verdict: Verdict,
    /// The status that the sender was answered with. `None` while the request is forwarded.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) forward: Option<Forwarded>,
}

/// The result of the check of a request, and what it learnt.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Verdict {
    pub(crate) result: VerdictKind,
    /// The reason for a rejection, or why the request is incomplete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// What was expected instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// The providers whose header fields the request has, if none was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) similar: Vec<String>,
    /// The kind of event, for display. It may not be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) event: Option<String>,
    /// The delivery id, for display. It may not be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delivery_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) findings: Vec<Reason>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VerdictKind {
    Verified,
    Rejected,
    /// An unsigned handshake. A signed one is verified.
    Handshake,
    /// No provider was chosen.
    #[default]
    Unchecked,
    /// The body did not arrive as a whole.
    Incomplete,
}

/// A finding of `explain`, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) code: String,
    pub(crate) certainty: String,
    pub(crate) evidence: String,
    pub(crate) remedy: String,
}

/// The result of forwarding a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Forwarded {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    pub(crate) ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}
