//! The hint that a request has the header fields of another provider.

mod senders;

use super::engine::Engine;
use crate::request::head::Head;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl Engine {
    /// Names the providers whose header fields a request has, if the field that proves the request
    /// is missing.
    pub(super) fn other_provider(&self, missing: &str, head: &dyn Head) -> Option<String> {
        if !self.scheme().signature.names().contains(&missing) {
            return None;
        }
        let has = |name: &str| {
            let mut found = false;
            head.values(name, &mut |_| found = true);
            found
        };
        let ranked: Vec<_> =
            senders::ALL.iter().map(|sender| (sender.rank(has), sender.slug)).collect();
        let most = ranked.iter().map(|(rank, _)| *rank).max().filter(|most| *most > 0)?;
        let best = ranked.iter().filter(|(rank, _)| *rank == most).map(|(_, slug)| *slug);
        let slugs: Vec<_> = best.take(MAX_PROVIDERS).map(|slug| format!("`{slug}`")).collect();
        Some(format!("the request has the header fields of {}", slugs.join(", ")))
    }
}

/// The maximum number of providers to name. Some header fields are those of many.
const MAX_PROVIDERS: usize = 4;

#[cfg(test)]
mod tests {
    use super::senders;
    use crate::providers;
    use alloc::vec::Vec;

    #[test]
    fn the_table_has_the_fields_of_each_scheme() {
        for (sender, entry) in senders::ALL.iter().zip(providers::ALL) {
            assert_eq!(sender.slug, entry.slug);
            let fields: Vec<_> = entry.scheme.fields().collect();
            assert_eq!(sender.fields, fields, "{}", entry.slug);
            assert!(fields.starts_with(entry.scheme.signature.names()));
            assert_eq!(sender.signatures, entry.scheme.signature.names().len());
        }
        let github = senders::ALL.iter().find(|sender| sender.slug == "github");
        let sent = ["x-hub-signature-256", "x-github-event"];
        assert_eq!(github.map(|github| github.rank(|name| sent.contains(&name))), Some(2));
    }
}
