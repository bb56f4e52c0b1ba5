//! Everything about one provider, for people.

use crate::output::{FAINT, NAME, styled};
use crate::print_line;
use crate::time::duration;
use core::fmt;
use core::time::Duration;
use serde_json::Value;
use verihook::{GeneratedSecret, NotGenerated, ProviderEntry, Scheme, SourceList};

/// Prints the page of a provider.
pub(super) fn print(entry: &ProviderEntry, evidence: &Value) {
    let scheme = entry.scheme;
    print_line(styled(NAME, entry.slug));
    print_names(scheme);
    fact("documentation", scheme.docs());
    fact("compared with it on", scheme.last_verified());
    fact(
        "proves",
        if scheme.binds_body() {
            "who sent the request, and its body"
        } else {
            "who sent the request; the body is not signed"
        },
    );
    for line in scheme.to_string().lines() {
        match line.split_once(": ") {
            Some((name, value)) => fact(name, value),
            None => print_line(format_args!("  {line}")),
        }
    }
    let known = |time: Option<Duration>| {
        time.map_or_else(|| "not documented".to_owned(), |time| duration(time.as_secs()))
    };
    fact("answer deadline", known(scheme.answer_deadline()));
    fact("retries end after", known(scheme.retry_horizon()));
    if let Some(reason) = scheme.ambiguity() {
        fact("ambiguous", reason);
    }
    if let Some(reason) = scheme.extension() {
        fact("extendable", reason);
    }
    scheme.sources().iter().for_each(print_sources);
    print_evidence(evidence.get(entry.slug));
    print_examples(entry);
}

fn print_names(scheme: &Scheme) {
    if !scheme.aliases().is_empty() {
        fact("also named", scheme.aliases().join(", "));
    }
    if let Some(main) = scheme.variant_of() {
        fact("another scheme of", main);
    }
}

fn print_sources(list: &SourceList) {
    fact(
        "source addresses",
        format_args!("{} (of {}, {})", list.addresses.join(", "), list.dated, list.document),
    );
}

fn print_evidence(evidence: Option<&Value>) {
    let Some(evidence) = evidence else { return };
    if let Some(vectors) = evidence.get("vectors").and_then(Value::as_str) {
        fact("test vectors", vectors);
    }
    let libraries = evidence.get("libraries").and_then(Value::as_array);
    for library in libraries.into_iter().flatten().filter_map(Value::as_str) {
        fact("agreement", library);
    }
}

fn print_examples(entry: &ProviderEntry) {
    let slug = entry.slug;
    let url = if entry.scheme.signs_url() { " --public-url https://example.com/hooks" } else { "" };
    // Only the provider has the private key, so a test needs another one.
    let takes_public_key =
        matches!(GeneratedSecret::new(entry.scheme), Err(NotGenerated::PublicKey));
    let secret = if takes_public_key { "" } else { " --secret-env WEBHOOK_SECRET" };
    print_line("");
    print_line(format_args!(
        "  verihook sign --provider {slug}{secret}{url} --body-file body.json"
    ));
    let secret = if takes_public_key { " --secret-env PRIVATE_KEY" } else { secret };
    print_line(format_args!(
        "  verihook send http://localhost:3000/hooks --provider {slug}{secret}{url}"
    ));
}

fn fact(name: &str, value: impl fmt::Display) {
    print_line(format_args!("  {} {value}", styled(FAINT, format_args!("{name}:"))));
}
