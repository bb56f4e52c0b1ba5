//! Look-up of providers by name, and single facts about their schemes.

use crate::UsageError;
use verihook::{ProviderEntry, Scheme, providers};

/// Other names under which people look for a provider.
pub(crate) const ALIASES: &[(&str, &str)] = &[
    ("facebook", "meta"),
    ("instagram", "meta"),
    ("intuit", "quickbooks"),
    ("messenger", "meta"),
    ("stream", "getstream"),
    ("transferwise", "wise"),
    ("vital", "junction"),
    ("whatsapp", "meta"),
];

/// Returns the provider with this slug or alias, or an error that names similar slugs.
pub(crate) fn provider(name: &str) -> Result<&'static ProviderEntry, UsageError> {
    find(name).ok_or_else(|| {
        let near = nearest(name);
        UsageError::new(format_args!("no provider has the slug `{name}`; {near}"))
    })
}

/// Does the same as [`provider`], and does not repeat the name.
///
/// An argument without its flag may be a secret.
pub(crate) fn provider_of_argument(name: &str) -> Result<&'static ProviderEntry, UsageError> {
    find(name).ok_or_else(|| {
        UsageError::new(format_args!("no provider has this slug; {}", nearest(name)))
    })
}

fn find(name: &str) -> Option<&'static ProviderEntry> {
    let slug = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, slug)| slug);
    providers::by_slug(slug)
}

/// Names the slugs that are most similar to a name.
fn nearest(name: &str) -> String {
    let slugs = providers::ALL.iter().map(|entry| entry.slug);
    let mut all: Vec<_> = slugs.chain(ALIASES.iter().map(|(alias, _)| *alias)).collect();
    all.sort_by(|a, b| strsim::jaro_winkler(name, b).total_cmp(&strsim::jaro_winkler(name, a)));
    all.truncate(3);
    format!("similar slugs: `{}` (`verihook providers` lists all)", all.join("`, `"))
}

/// Returns one of the facts that the scheme prints about itself, a line each: `secret`, `methods`.
pub(crate) fn fact(scheme: &Scheme, name: &str) -> Option<String> {
    let text = scheme.to_string();
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_names_a_provider_and_is_not_a_slug() {
        for (alias, slug) in ALIASES {
            assert!(providers::by_slug(slug).is_some(), "{slug}");
            assert!(providers::by_slug(alias).is_none(), "{alias}");
        }
    }
}
