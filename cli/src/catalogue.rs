//! Look-up of providers by name, and single facts about their schemes.

use crate::UsageError;
use verihook::{ProviderEntry, Scheme, providers};

/// Returns the provider with this slug or alias, or an error that names similar ones.
pub(crate) fn provider(name: &str) -> Result<&'static ProviderEntry, UsageError> {
    providers::by_slug(name).ok_or_else(|| {
        let near = nearest(name);
        UsageError::new(format_args!("no provider has the slug `{name}`; {near}"))
    })
}

/// Does the same as [`provider`], and does not repeat the name.
///
/// An argument without its flag may be a secret.
pub(crate) fn provider_of_argument(name: &str) -> Result<&'static ProviderEntry, UsageError> {
    providers::by_slug(name).ok_or_else(|| {
        UsageError::new(format_args!("no provider has this slug; {}", nearest(name)))
    })
}

/// Names the slugs that are most similar to a name.
fn nearest(name: &str) -> String {
    let names = |entry: &ProviderEntry| [&[entry.slug], entry.scheme.aliases()].concat();
    let mut all: Vec<_> = providers::ALL.iter().flat_map(names).collect();
    all.sort_by(|a, b| strsim::jaro_winkler(name, b).total_cmp(&strsim::jaro_winkler(name, a)));
    all.truncate(3);
    format!(
        "similar names: `{}` (`verihook providers` lists all; docs/own-provider.md shows how to \
         describe another)",
        all.join("`, `")
    )
}

/// Returns one of the facts that the scheme prints about itself, a line each: `secret`, `methods`.
pub(crate) fn fact(scheme: &Scheme, name: &str) -> Option<String> {
    let text = scheme.to_string();
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
}
