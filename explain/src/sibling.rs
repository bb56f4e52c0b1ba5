//! Requests of another provider, or of an older version of the same one.

use crate::candidate::{Candidate, Change};
use crate::code::Code;
use crate::header::same_name;
use verihook::{Encoding, Part, Place, ProviderEntry, Scheme, providers};

/// Old signatures that are no provider of their own.
mod old {
    use super::{Encoding, Part, Place, Scheme};

    verihook::provider! {
        /// GitHub and Meta before 2020: HMAC-SHA1 in `x-hub-signature`.
        pub HubSha1: "x-hub-signature-sha1", BodySigned,
        Scheme::hmac_sha1(Place::header("x-hub-signature").prefix("sha1="), Encoding::Hex)
            .signs(&[Part::Body])
            .build()
    }

    verihook::provider! {
        /// Square before 2022: HMAC-SHA1 in `x-square-signature`.
        pub SquareSha1: "square-sha1", BodySigned,
        Scheme::hmac_sha1(Place::header("x-square-signature"), Encoding::Base64)
            .signs(&[Part::Url, Part::Body])
            .build()
    }

    verihook::provider! {
        /// Onfido before 2019: HMAC-SHA1 in `x-signature`.
        pub OnfidoSha1: "onfido-sha1", BodySigned,
        Scheme::hmac_sha1(Place::header("x-signature"), Encoding::Hex)
            .signs(&[Part::Body])
            .build()
    }
}

/// The older schemes of providers that the workspace lists.
const LEGACY: [(&str, &[&str]); 9] = [
    ("buildkite", &["buildkite-token"]),
    ("gitlab-signed", &["gitlab"]),
    ("hubspot", &["hubspot-v2", "hubspot-v1"]),
    ("hubspot-v2", &["hubspot-v1"]),
    ("standard-webhooks-v1a", &["standard-webhooks"]),
    ("svix-v1a", &["svix"]),
    ("tradelens", &["tradelens-sha1"]),
    ("twilio-shared-key", &["twilio"]),
    ("centrepoint", &["centrepoint-basic", "centrepoint-bearer"]),
];

/// Older header fields: of the provider with this slug.
const LEGACY_FIELDS: [(&str, &str); 7] = [
    ("github", "x-hub-signature"),
    ("meta", "x-hub-signature"),
    ("onfido", "x-signature"),
    ("square", "x-square-signature"),
    ("telnyx", "x-telnyx-signature"),
    ("wise", "x-signature"),
    ("zoom", "authorization"),
];

/// Returns the older schemes of a provider.
fn legacy(slug: &str) -> Vec<ProviderEntry> {
    let listed = LEGACY.iter().filter(|(newer, _)| *newer == slug).flat_map(|(_, older)| *older);
    let mut entries: Vec<_> = listed.filter_map(|slug| providers::by_slug(slug)).copied().collect();
    match slug {
        "github" | "meta" => entries.push(ProviderEntry::of::<old::HubSha1>()),
        "square" => entries.push(ProviderEntry::of::<old::SquareSha1>()),
        "onfido" => entries.push(ProviderEntry::of::<old::OnfidoSha1>()),
        _ => {}
    }
    entries
}

/// Returns candidates for the schemes whose header fields the request has.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Candidate> {
    let mut found = Vec::new();
    let own = candidate.entry.slug;
    // GitHub and HubSpot send the old signature beside the new one.
    let is_old = !has_signature(candidate, candidate.entry.scheme) && !is_renamed(candidate);
    for entry in legacy(own) {
        let shares_name =
            entry.scheme.signature().names() == candidate.entry.scheme.signature().names();
        if (is_old || shares_name) && has_signature(candidate, entry.scheme) {
            let name = entry.scheme.signature().names().first().copied().unwrap_or_default();
            let evidence = format!("`{name}` is signed as by `{}`, an older scheme", entry.slug);
            found.push(of(candidate, entry, Change::new(Code::HeaderLegacy, evidence)));
        }
    }
    let mut others: Vec<_> = providers::ALL
        .iter()
        .filter(|entry| entry.slug != own && has_signature(candidate, entry.scheme))
        // Standard Webhooks and Svix are one scheme under two names.
        .filter(|entry| !(is_standard(entry.scheme) && is_standard(candidate.entry.scheme)))
        // Intercom signs now as GitHub did once, and a hub of WebSub may.
        .filter(|entry| !legacy(own).iter().any(|older| may_be(entry.scheme, older.scheme)))
        // Any provider may use it.
        .filter(|entry| !(is_general(entry.scheme) && is_general(candidate.entry.scheme)))
        .map(|entry| (fields(candidate, entry.scheme), entry))
        .collect();
    others.sort_by_key(|(count, _)| core::cmp::Reverse(*count));
    for (_, entry) in others.into_iter().take(16) {
        let same = alike(entry.scheme).map(|slug| format!("`{slug}`"));
        let same = same.take(4).collect::<Vec<_>>().join(", ");
        let evidence = format!("the request is signed as by {same}");
        found.push(of(candidate, *entry, Change::new(Code::ProviderOther, evidence)));
    }
    found
}

/// Returns `true` if a server or a gateway renamed the field of the signature.
fn is_renamed(candidate: &Candidate) -> bool {
    let names = candidate.entry.scheme.signature().names();
    candidate.headers.iter().any(|(given, _)| names.iter().any(|name| same_name(given, name)))
}

/// Returns the providers whose signatures are in the same header fields and have the same form.
fn alike(scheme: &Scheme) -> impl Iterator<Item = &'static str> {
    let alike = providers::ALL.iter().filter(move |entry| has_same_form(entry.scheme, scheme));
    alike.map(|entry| entry.slug)
}

/// Returns `true` if a signature of `older` can be one of `scheme`.
fn may_be(scheme: &Scheme, older: &Scheme) -> bool {
    let names_algorithm = scheme.signature_length().is_none() && !scheme.takes_public_key();
    let (scheme, older) = (scheme.signature(), older.signature());
    let has_prefix = names_algorithm || scheme.prefix_text() == older.prefix_text();
    scheme.names() == older.names() && has_prefix
}

/// Returns `true` if the signatures of two schemes are in the same header fields, after the same
/// text.
fn has_same_form(one: &Scheme, other: &Scheme) -> bool {
    let (one, other) = (one.signature(), other.signature());
    one.names() == other.names() && one.prefix_text() == other.prefix_text()
}

fn is_general(scheme: &Scheme) -> bool {
    scheme.signature().names().contains(&"authorization")
}

fn is_standard(scheme: &Scheme) -> bool {
    let names = scheme.signature().names();
    names.contains(&"webhook-signature") || names.contains(&"svix-signature")
}

fn of(candidate: &Candidate, entry: ProviderEntry, change: Change) -> Candidate {
    let mut other = Candidate { entry, ..candidate.with(change) };
    if let Some(method) = entry.scheme.methods().next()
        && !entry.scheme.methods().any(|method| *method == *other.method)
    {
        other.method = method.into();
    }
    other
}

fn has_signature(candidate: &Candidate, scheme: &Scheme) -> bool {
    let place = scheme.signature();
    let in_query = place.parameter().is_some_and(|name| {
        let mut items = candidate.target.split(['?', '&']).skip(1);
        items.any(|item| item.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
    });
    in_query || place.names().iter().any(|name| candidate.has(name))
}

fn fields(candidate: &Candidate, scheme: &Scheme) -> usize {
    scheme.fields().filter(|name| candidate.has(name)).count()
}

/// Returns what the header fields say about the provider, if its signature is missing.
pub(crate) fn clue(candidate: &Candidate) -> Option<Change> {
    let own = candidate.entry.slug;
    let is_old = |name: &str| match candidate.text(name) {
        // Bitbucket's field of this name has an HMAC-SHA256.
        Some(value) if name == "x-hub-signature" => value.starts_with("sha1="),
        value => value.is_some(),
    };
    let old = LEGACY_FIELDS.iter().find(|(slug, name)| *slug == own && is_old(name));
    if let Some((_, name)) = old {
        let evidence = format!("the request has `{name}`, the signature of an older version");
        return Some(Change::new(Code::HeaderLegacy, evidence));
    }
    for entry in legacy(own) {
        let place = entry.scheme.signature();
        let is_there = |name: &&&str| {
            candidate.text(name).is_some_and(|value| value.starts_with(place.prefix_text()))
        };
        if let Some(name) = place.names().iter().find(is_there) {
            let evidence = format!("the request has `{name}`, the signature of `{}`", entry.slug);
            return Some(Change::new(Code::HeaderLegacy, evidence));
        }
    }
    let best = others(candidate)?;
    let evidence = format!("the request has the header fields of {best}");
    Some(Change::new(Code::ProviderOther, evidence))
}

/// Names the providers whose header fields the request has.
fn others(candidate: &Candidate) -> Option<String> {
    let rank = |entry: &&ProviderEntry| {
        let names = entry.scheme.signature().names();
        // Any provider that uses passwords or tokens may send it.
        let is_general = is_general(entry.scheme);
        let has = names.iter().any(|name| candidate.has(name));
        if is_general || !has { 0 } else { fields(candidate, entry.scheme) }
    };
    let others = providers::ALL.iter().filter(|entry| entry.slug != candidate.entry.slug);
    let ranked: Vec<_> = others.map(|entry| (rank(&entry), entry.slug)).collect();
    let most = ranked.iter().map(|(rank, _)| *rank).max().filter(|most| *most > 0)?;
    let best = ranked.iter().filter(|(rank, _)| *rank == most).map(|(_, slug)| format!("`{slug}`"));
    Some(best.take(4).collect::<Vec<_>>().join(", "))
}

/// Returns the header field with a SHA-1 signature, as old versions of many providers have it.
pub(crate) fn sha1(candidate: &Candidate) -> Option<Change> {
    let is_sha1 = |(_, value): &&(String, Vec<u8>)| value.starts_with(b"sha1=");
    let (name, _) = candidate.headers.iter().find(is_sha1)?;
    let name = crate::body::printable(name).to_ascii_lowercase();
    let evidence = format!("the only signature is `{name}`, which is made with SHA-1");
    Some(Change::new(Code::HeaderLegacy, evidence))
}
