//! A provider as JSON.

use serde_json::{Value, json};
use verihook::{Handshake, ProviderEntry};

/// Returns everything known about a provider.
pub(super) fn record(entry: &ProviderEntry, evidence: &Value) -> Value {
    let scheme = entry.scheme;
    let id = match scheme.id_is_signed() {
        Some(true) => "signed",
        Some(false) => "unsigned",
        None => "none",
    };
    json!({
        "slug": entry.slug,
        "aliases": scheme.aliases(),
        "variant_of": scheme.variant_of(),
        "docs": scheme.docs(),
        "checked": scheme.last_verified(),
        "proves": if scheme.binds_body() { "body" } else { "origin" },
        "signed_time": scheme.is_timed(),
        "tolerance_seconds": scheme.is_timed().then_some(scheme.default_tolerance_seconds()),
        "delivery_id": id,
        "handshakes": scheme.handshakes().map(Handshake::kind).collect::<Vec<_>>(),
        "body_limit_bytes": scheme.default_body_limit(),
        "answer_deadline_seconds": scheme.answer_deadline().map(|time| time.as_secs()),
        "retry_horizon_seconds": scheme.retry_horizon().map(|time| time.as_secs()),
        "ambiguous": scheme.ambiguity(),
        "extendable": scheme.extension(),
        "evidence": evidence.get(entry.slug),
    })
}
