//! Warnings in the log.

use crate::secret::weakness::Weakness;
use alloc::string::String;

/// Logs weak secrets, once, when a verifier is built.
pub(super) fn warn_of_weak(
    provider: &'static str,
    endpoint: &'static str,
    weak: &[(String, Weakness)],
) {
    for (secret, weakness) in weak {
        tracing::warn!(target: "verihook", provider, endpoint, secret, %weakness, "weak signing secret");
    }
}
