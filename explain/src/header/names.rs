//! Fields that arrived under another name.

use super::required;
use crate::candidate::{Candidate, Change};
use crate::code::Code;

/// The most fields whose value is tried in place of the signature's.
const MAX_FIELDS: usize = 40;

/// Fields that every client or proxy sends.
const GENERAL: [&str; 24] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "forwarded",
    "host",
    "origin",
    "referer",
    "traceparent",
    "tracestate",
    "transfer-encoding",
    "user-agent",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
];

pub(super) fn add(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let missing: Vec<_> = required(candidate.entry.scheme)
        .into_iter()
        .filter(|names| !names.iter().any(|name| candidate.has(name)))
        .collect();
    if missing.is_empty() {
        return;
    }
    let others: Vec<&str> = candidate
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !GENERAL.iter().any(|general| name.eq_ignore_ascii_case(general)))
        // Fields that the scheme reads keep their names.
        .filter(|name| !candidate.entry.scheme.fields().any(|own| name.eq_ignore_ascii_case(own)))
        .take(MAX_FIELDS)
        .collect();
    together(candidate, &missing, &others, found);
    // One by one: the syntax of the value decides, and not the name.
    for names in &missing {
        let Some(wanted) = names.first() else { continue };
        let mut others: Vec<_> = others.iter().map(|name| (alike(name, wanted), *name)).collect();
        others.sort_by_key(|(likeness, _)| core::cmp::Reverse(*likeness));
        for (_, name) in others {
            found.push(renamed(candidate, &[(name, wanted)]));
        }
    }
}

/// Renames all missing fields by one rule.
fn together(
    candidate: &Candidate,
    missing: &[&'static [&'static str]],
    others: &[&str],
    found: &mut Vec<Candidate>,
) {
    let rules: [fn(&str, &str) -> bool; 3] = [
        same_name,
        |given, wanted| {
            bare(given).ends_with(&bare(wanted)) || bare(wanted).ends_with(&bare(given))
        },
        |given, wanted| last_word(given) == last_word(wanted),
    ];
    for matches in rules {
        let of = |names: &&'static [&'static str]| {
            let pairs =
                names.iter().flat_map(|wanted| others.iter().map(move |given| (*given, *wanted)));
            let mut all = pairs.filter(|(given, wanted)| matches(given, wanted));
            all.next()
        };
        let pairs: Vec<_> = missing.iter().filter_map(of).collect();
        if !pairs.is_empty() {
            found.push(renamed(candidate, &pairs));
        }
    }
}

fn renamed(candidate: &Candidate, pairs: &[(&str, &'static str)]) -> Candidate {
    let mut headers = candidate.headers.to_vec();
    for (name, _) in &mut headers {
        let pair = pairs.iter().find(|(given, _)| name.eq_ignore_ascii_case(given));
        if let Some((_, wanted)) = pair {
            (*wanted).clone_into(name);
        }
    }
    let evidence = pairs
        .iter()
        .map(|(given, wanted)| {
            let given = crate::body::printable(given).to_ascii_lowercase();
            format!("`{wanted}` arrived as `{given}`")
        })
        .collect::<Vec<_>>()
        .join(", ");
    candidate.with_headers(headers, Change::new(Code::HeaderRenamed, evidence))
}

/// Returns `true` if two names differ only in how servers and gateways write them.
pub(crate) fn same_name(given: &str, wanted: &str) -> bool {
    bare(given) == bare(wanted)
}

/// Returns a name without what servers and gateways add: `HTTP_X_SIG` and `X-Sig` are the same.
fn bare(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace(['_', '.', ' '], "-");
    let mut rest = lower.as_str();
    for added in ["http-", "x-original-", "x-forwarded-", "x-amzn-remapped-", "x-http-", "x-"] {
        rest = rest.strip_prefix(added).unwrap_or(rest);
    }
    rest.replace('-', "")
}

fn last_word(name: &str) -> String {
    name.to_ascii_lowercase().rsplit(['-', '_']).next().unwrap_or_default().to_owned()
}

/// Returns how many words two names share.
pub(crate) fn alike(given: &str, wanted: &str) -> usize {
    let words = |name: &str| {
        name.to_ascii_lowercase().split(['-', '_']).map(str::to_owned).collect::<Vec<_>>()
    };
    let wanted = words(wanted);
    words(given).iter().filter(|word| word.len() > 1 && wanted.contains(word)).count()
}
