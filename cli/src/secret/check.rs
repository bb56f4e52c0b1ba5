//! The check of signing secrets.

use crate::catalogue::fact;
use crate::output::{BAD, GOOD, WARNING, styled};
use crate::secrets::NamedSecret;
use crate::{Outcome, UsageError, print_line};
use serde_json::{Value, json};
use verihook::{Any, ConfigError, ConfigFault, ProviderEntry, SecretFault, Secrets};

/// Checks each secret, and prints the result without the secret.
pub(super) fn run(
    entry: &ProviderEntry,
    secrets: &[NamedSecret],
    as_json: bool,
) -> Result<Outcome, UsageError> {
    let form = fact(entry.scheme, "secret").unwrap_or_default();
    let checked: Vec<_> = secrets.iter().enumerate().map(|one| Checked::of(entry, one)).collect();
    let all_fine = checked.iter().all(|checked| matches!(checked.verdict, Verdict::Fine));
    if as_json {
        print_line(json!({
            "provider": entry.slug,
            "form": form,
            "secrets": checked.iter().map(Checked::to_json).collect::<Vec<_>>(),
        }));
    } else {
        checked.iter().for_each(Checked::print);
        if !all_fine {
            print_line(format_args!("expected form: {form}"));
        }
    }
    Ok(if all_fine { Outcome::Pass } else { Outcome::Fail })
}

struct Checked {
    name: String,
    verdict: Verdict,
}

enum Verdict {
    Fine,
    /// It works, for this reason not well.
    Weak(String),
    Unusable(String),
}

impl Checked {
    fn of(entry: &ProviderEntry, (index, secret): (usize, &NamedSecret)) -> Self {
        let name = match &secret.name {
            Some(name) => format!("`{name}`"),
            None => format!("secret {}", index + 1),
        };
        let verdict = match Secrets::<Any>::by_slug(entry.slug, [secret.to_secret()]) {
            Ok(set) => match set.weak().next() {
                Some((_, weakness)) => Verdict::Weak(weakness.to_string()),
                None => Verdict::Fine,
            },
            Err(error) => Verdict::Unusable(fault_of(&error, &secret.text)),
        };
        Self { name, verdict }
    }

    fn print(&self) {
        let name = &self.name;
        match &self.verdict {
            Verdict::Fine => print_line(format_args!("{} {name}", styled(GOOD, "fine:"))),
            Verdict::Weak(why) => {
                print_line(format_args!("{} {name} {why}", styled(WARNING, "weak:")));
            }
            Verdict::Unusable(why) => {
                print_line(format_args!("{} {name} {why}", styled(BAD, "unusable:")));
            }
        }
    }

    fn to_json(&self) -> Value {
        let (verdict, reason) = match &self.verdict {
            Verdict::Fine => ("fine", None),
            Verdict::Weak(why) => ("weak", Some(why)),
            Verdict::Unusable(why) => ("unusable", Some(why)),
        };
        json!({ "name": self.name.trim_matches('`'), "verdict": verdict, "reason": reason })
    }
}

/// Returns the fault without the names of the endpoint and the secret, which were printed.
fn fault_of(error: &ConfigError, secret: &str) -> String {
    match error.fault() {
        ConfigFault::Secret { fault: fault @ SecretFault::Undecodable { .. }, .. } => {
            format!("{fault}{}", why_undecodable(secret))
        }
        ConfigFault::Secret { fault, .. } => fault.to_string(),
        other => other.to_string(),
    }
}

/// Describes what usually gets into a secret when it is copied.
fn why_undecodable(secret: &str) -> &'static str {
    let is_pem = secret.contains("-----BEGIN");
    if secret.starts_with(['"', '\'', '`']) && secret.ends_with(['"', '\'', '`']) {
        "; it is in quotes: remove them"
    } else if !is_pem && secret.trim().contains(char::is_whitespace) {
        "; it contains white space: remove it"
    } else {
        ""
    }
}
