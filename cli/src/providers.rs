//! `verihook providers`.

use crate::{Outcome, UsageError, print_line};
use clap::Args;
use serde_json::{Value, json};
use verihook::{ProviderEntry, providers};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Everything that is known of each, as JSON.
    #[arg(long)]
    json: bool,
}

/// What vectors there are, and what official libraries say of them; made by a test of core's.
const EVIDENCE: &str = include_str!("evidence.json");

impl Arguments {
    pub(crate) fn run(&self) -> Result<Outcome, UsageError> {
        if self.json {
            let evidence: Value = serde_json::from_str(EVIDENCE).map_err(UsageError::new)?;
            let all: Vec<Value> =
                providers::ALL.iter().map(|entry| whole(entry, &evidence)).collect();
            print_line(format_args!("{:#}", Value::Array(all)));
        } else {
            for entry in providers::ALL {
                print_line(format_args!("{:<24} {}", entry.slug, brief(entry)));
            }
        }
        Ok(Outcome::Pass)
    }
}

fn brief(entry: &ProviderEntry) -> String {
    let proves = if entry.scheme.binds_body() { "body signed" } else { "origin only" };
    let timed = if entry.scheme.is_timed() { ", fresh" } else { "" };
    format!("{proves}{timed}  {}", entry.scheme.docs())
}

fn whole(entry: &ProviderEntry, evidence: &Value) -> Value {
    let scheme = entry.scheme;
    let id = match scheme.id_is_signed() {
        Some(true) => "signed",
        Some(false) => "unsigned",
        None => "none",
    };
    json!({
        "slug": entry.slug,
        "docs": scheme.docs(),
        "checked": scheme.last_verified(),
        "proves": if scheme.binds_body() { "body" } else { "origin" },
        "signed_time": scheme.is_timed(),
        "tolerance_seconds": scheme.is_timed().then_some(scheme.default_tolerance_seconds()),
        "delivery_id": id,
        "handshake": scheme.handshake().map(|asks| if asks.is_signed() { "signed" } else { "unsigned" }),
        "body_limit_bytes": scheme.default_body_limit(),
        "answer_deadline_seconds": scheme.answer_deadline().map(|time| time.as_secs()),
        "retry_horizon_seconds": scheme.retry_horizon().map(|time| time.as_secs()),
        "ambiguous": scheme.ambiguity(),
        "extendable": scheme.extension(),
        "evidence": evidence.get(entry.slug),
    })
}
