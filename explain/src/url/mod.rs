//! The URLs that may have been signed instead of the configured one.

mod address;
mod coding;
mod hints;
mod parts;

use crate::candidate::{Candidate, Change};
use crate::code::Code;
use address::Url;
use hints::Hints;
use std::rc::Rc;
use verihook::{Part, Scheme};

/// A candidate with another URL, and how likely that is before it is tried.
pub(crate) struct Signed {
    pub(crate) candidate: Candidate,
    /// Lower is likelier.
    pub(crate) rank: usize,
}

/// The most URLs that are tried.
const MAX_URLS: usize = 260;

/// Returns `true` if the scheme signs the URL or a part of it.
pub(crate) fn is_signed(scheme: &Scheme) -> bool {
    scheme.signs_url()
}

/// Returns the URLs that may have been signed, the likeliest first.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Signed> {
    if !is_signed(candidate.entry.scheme) {
        return Vec::new();
    }
    let Some(own) = candidate.url.as_deref().and_then(Url::parse) else { return Vec::new() };
    let own = own.with_query_of(candidate);
    let hints = Hints::of(candidate, &own);
    let first = Variant { changes: arrival(candidate, &own), url: own, rank: 0, varied: 0 };
    let mut found = vec![first];
    let mut start = 0;
    // One change, then two, then three.
    for changes in 0..3 {
        let mut base: Vec<_> = found.iter().skip(start).cloned().collect();
        start = found.len();
        base.sort_by_key(|variant| variant.rank);
        let limit = if changes == 0 { usize::MAX } else { found.len() + MAX_URLS };
        for variant in base {
            vary(&variant, &hints, limit, &mut found);
        }
    }
    found.sort_by_key(|variant| variant.rank);
    let found = found.into_iter().filter(|variant| !variant.changes.is_empty());
    found.take(MAX_URLS).map(|variant| variant.of(candidate)).collect()
}

/// Other URLs, with their ranks and with what was changed.
type Varied = Vec<(usize, Url, Change)>;

/// The parts of a URL that vary.
const PARTS: [fn(&Url, &Hints) -> Varied; 7] = [
    parts::schemes,
    parts::hosts,
    parts::ports,
    parts::paths,
    parts::slashes,
    parts::queries,
    coding::codings,
];

/// Adds the variants with one more change, to a later part.
fn vary(variant: &Variant, hints: &Hints, limit: usize, found: &mut Vec<Variant>) {
    for (number, part) in PARTS.iter().enumerate().skip(variant.varied) {
        for (rank, url, change) in part(&variant.url, hints) {
            if found.len() >= limit {
                return;
            }
            if found.iter().any(|known| known.url == url) {
                continue;
            }
            let mut changes = variant.changes.clone();
            // Another path replaces the one at which the request arrived.
            changes.retain(|known| !(is_of_path(known) && is_of_path(&change)));
            let rank = variant.rank + rank + 2 * usize::from(!changes.is_empty());
            changes.push(change);
            found.push(Variant { url, changes, rank, varied: number + 1 });
        }
    }
}

fn is_of_path(change: &Change) -> bool {
    matches!(change.code, Code::UrlPath | Code::UrlTrailingSlash)
}

/// Returns the change to the path that a gateway made, if the request has another than the URL.
fn arrival(candidate: &Candidate, own: &Url) -> Vec<Change> {
    let target = own.target();
    let path = target.split('?').next().unwrap_or("/");
    let arrived = candidate.target.split('?').next().unwrap_or("/");
    let is_compared = candidate
        .entry
        .scheme
        .content()
        .iter()
        .any(|part| matches!(part, Part::UrlWithQuery | Part::Path | Part::PathWithQuery));
    if !is_compared || path == arrived {
        return Vec::new();
    }
    let is_slash = path.trim_end_matches('/') == arrived.trim_end_matches('/');
    let code = if is_slash { Code::UrlTrailingSlash } else { Code::UrlPath };
    let evidence = "the request arrived at another path than that of the public URL, with which it \
                    was signed";
    vec![Change::new(code, evidence)]
}

/// Returns the URL at which the request says that it arrived, for an endpoint without one.
pub(crate) fn of_request(candidate: &Candidate) -> Option<Rc<str>> {
    let host = candidate.text("x-forwarded-host").or_else(|| candidate.text("host"))?;
    let scheme = candidate.text("x-forwarded-proto").unwrap_or("https");
    let path = candidate.target.split('?').next().unwrap_or("/");
    let url = format!("{scheme}://{host}{path}");
    Url::parse(&url).map(|_| Rc::from(url))
}

#[derive(Clone)]
struct Variant {
    url: Url,
    changes: Vec<Change>,
    rank: usize,
    /// The number of parts that may have been changed.
    varied: usize,
}

impl Variant {
    fn of(self, candidate: &Candidate) -> Signed {
        let mut changed = candidate.clone();
        changed.changes.extend(self.changes);
        let target = self.url.target();
        // Only a query that is configured belongs to the public URL.
        let is_fixed =
            candidate.entry.scheme.content().iter().any(|part| matches!(part, Part::Url));
        changed.url = Some(Rc::from(self.url.text(is_fixed)));
        changed.target = Rc::from(target);
        Signed { candidate: changed, rank: self.rank }
    }
}
