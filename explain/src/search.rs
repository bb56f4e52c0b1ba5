//! Looks for the request that was signed.

use crate::body;
use crate::candidate::{Candidate, Change};
use crate::code::Code;
use crate::oracle::Oracle;
use crate::secret::Configured;
use crate::{header, secret, sibling, time, url};
use std::rc::Rc;
use verihook::{Part, Rejection};

/// The most heads of the required form that are tried further.
const MAX_STARTS: usize = 24;

/// The most of them whose bodies, secrets and URLs are varied.
const MAX_VARIED: usize = 4;

/// The most variants of one kind.
const MAX_BODIES: usize = 130;
const MAX_SECRETS: usize = 70;

/// Returns candidates whose head has the required form, the likeliest first.
///
/// It computes no MAC: a request that lacks a prefix is rejected before its signature is compared.
pub(crate) fn starts(received: &Candidate, oracle: &mut Oracle) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut frontier = vec![received.clone()];
    for depth in 0..4 {
        let (mut next, mut same) = (Vec::new(), Vec::new());
        for candidate in frontier {
            let Some(rejection) = oracle.head(&candidate) else {
                found.push(candidate);
                continue;
            };
            for repaired in repairs(&candidate, rejection) {
                if next.len() > 400 {
                    break;
                }
                match oracle.head(&repaired) == Some(rejection) {
                    false => next.push(repaired),
                    // A value may have two faults. A second repair that changes nothing leads
                    // nowhere.
                    true if depth == 0 && same.len() < 60 => same.push(repaired),
                    true => {}
                }
            }
        }
        next.extend(same);
        if found.len() >= MAX_STARTS || next.is_empty() {
            break;
        }
        frontier = next;
    }
    found.sort_by_key(|candidate| candidate.changes.len());
    found.truncate(MAX_STARTS);
    found
}

/// Returns candidates that may not be rejected for this reason.
fn repairs(candidate: &Candidate, rejection: Rejection) -> Vec<Candidate> {
    match rejection {
        Rejection::MethodNotAllowed => methods(candidate),
        Rejection::ContentCoded | Rejection::GzipMalformed => {
            let bodies = body::originals(candidate).into_iter();
            bodies
                .filter(|original| original.drops_coding)
                .map(|it| with_body(candidate, it))
                .collect()
        }
        Rejection::PathMismatch => {
            url::originals(candidate).into_iter().map(|signed| signed.candidate).collect()
        }
        Rejection::TooMuchWork => Vec::new(),
        _ => {
            // First, because two providers may differ in nothing but the names of the fields.
            let is_new = candidate.changes.iter().all(|change| change.code == Code::Method);
            let mut all = match is_new {
                true => sibling::originals(candidate),
                false => Vec::new(),
            };
            all.extend(header::originals(candidate));
            all.extend(time::originals(candidate));
            all
        }
    }
}

/// Returns the candidate with each other method that the provider uses.
pub(crate) fn methods(candidate: &Candidate) -> Vec<Candidate> {
    let methods = candidate.entry.scheme.methods();
    let with = |method: &'static str| {
        let evidence = format!(
            "the request arrived as `{}`, and was sent as `{method}`",
            body::printable(&candidate.method)
        );
        Candidate {
            method: Rc::from(method),
            ..candidate.with(Change::new(Code::Method, evidence))
        }
    };
    methods.filter(|method| *method != &*candidate.method).map(with).collect()
}

fn with_body(candidate: &Candidate, original: body::Original) -> Candidate {
    let mut changed = candidate.with_body(original.body, original.change);
    if original.drops_coding {
        changed.headers = Rc::new(candidate.without(&["content-encoding"]));
    }
    changed
}

/// One change to a start, and how likely it is.
struct Single {
    kind: Kind,
    rank: usize,
    candidate: Candidate,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Body,
    Head,
    Secret,
    Url,
}

/// Returns the candidate that verifies, with what happened to it.
pub(crate) fn find(
    starts: &[Candidate],
    secrets: &[Configured],
    oracle: &mut Oracle,
) -> Option<Candidate> {
    if let Some(found) = starts.iter().find(|start| oracle.verifies(start)) {
        return Some(found.clone());
    }
    let mut all: Vec<Vec<Single>> = Vec::new();
    for (number, start) in starts.iter().take(MAX_VARIED).enumerate() {
        let mut singles = singles(start, secrets, oracle);
        singles.iter_mut().for_each(|single| single.rank += 2 * number);
        all.push(singles);
    }
    let mut in_order: Vec<&Single> = all.iter().flatten().collect();
    in_order.sort_by_key(|single| single.rank);
    for single in in_order {
        if oracle.verifies(&single.candidate) {
            return Some(single.candidate.clone());
        }
    }
    starts.iter().zip(&all).find_map(|(start, singles)| pairs(start, singles, oracle))
}

fn singles(start: &Candidate, secrets: &[Configured], oracle: &mut Oracle) -> Vec<Single> {
    let mut found = Vec::new();
    for original in body::originals(start).into_iter().take(MAX_BODIES) {
        let rank = original.rank;
        found.push(Single { kind: Kind::Body, rank, candidate: with_body(start, original) });
    }
    let many = secrets.len().max(1);
    for secret in secrets {
        let meant = secret::meant(secret, start.entry.scheme);
        for meant in meant.into_iter().take(MAX_SECRETS / many) {
            let mut candidate = Candidate { keys: Rc::new([meant.key]), ..start.clone() };
            candidate.changes.extend(meant.changes);
            found.push(Single { kind: Kind::Secret, rank: meant.rank, candidate });
        }
    }
    for signed in url::originals(start) {
        found.push(Single { kind: Kind::Url, rank: signed.rank, candidate: signed.candidate });
    }
    if start.entry.scheme.content().iter().any(|part| matches!(part, Part::Method)) {
        let candidates = methods(start).into_iter();
        found.extend(candidates.map(|candidate| Single { kind: Kind::Head, rank: 1, candidate }));
    }
    heads(start, oracle, &mut found);
    found
}

/// Adds changes to the head that keep its form.
fn heads(start: &Candidate, oracle: &mut Oracle, found: &mut Vec<Single>) {
    if start.changes.len() > 1 {
        return;
    }
    let repairs = header::originals(start).into_iter().chain(time::originals(start));
    for candidate in repairs {
        if oracle.opens(&candidate) {
            found.push(Single { kind: Kind::Head, rank: 1, candidate });
        }
    }
    if start.changes.is_empty() {
        for candidate in sibling::originals(start) {
            if oracle.opens(&candidate) {
                found.push(Single { kind: Kind::Head, rank: 3, candidate });
            }
        }
    }
}

/// The most changes of each kind that are combined.
const MAX_COMBINED: usize = 40;

/// Tries two changes, the likeliest pairs first.
fn pairs(start: &Candidate, singles: &[Single], oracle: &mut Oracle) -> Option<Candidate> {
    let likely = likely(start, singles);
    let mut pairs: Vec<(usize, &Single, &Single)> = Vec::new();
    for (at, (weight, first)) in likely.iter().enumerate() {
        let others = likely.iter().skip(at + 1).filter(|(_, second)| second.kind != first.kind);
        pairs.extend(others.map(|(other, second)| (weight + other, *first, *second)));
    }
    pairs.sort_by_key(|(weight, ..)| *weight);
    let bodies = bodies_twice(start, &likely);
    let mut bodies = bodies.into_iter().peekable();
    for (weight, first, second) in pairs {
        while let Some((_, candidate)) = bodies.next_if(|(other, _)| *other <= weight) {
            if oracle.verifies(&candidate) {
                return Some(candidate);
            }
        }
        if oracle.is_spent() {
            return None;
        }
        let both = combined(start, first, second);
        if oracle.verifies(&both) {
            return Some(both);
        }
    }
    bodies.map(|(_, candidate)| candidate).find(|candidate| oracle.verifies(candidate))
}

/// Returns the likeliest changes of each kind, with a weight.
///
/// The second change with the same code weighs more than the first with another, so that each code
/// is tried with each other before one is tried in all its forms.
fn likely<'s>(start: &Candidate, singles: &'s [Single]) -> Vec<(usize, &'s Single)> {
    let mut in_order: Vec<&Single> = singles.iter().collect();
    in_order.sort_by_key(|single| single.rank);
    let mut seen = Seen(Vec::new());
    let mut likely = Vec::new();
    for single in in_order {
        let new = single.candidate.changes.get(start.changes.len()..).unwrap_or_default();
        let Some(code) = new.first().map(|change| change.code) else { continue };
        // Three changes in all are left out.
        if new.len() == 1 && seen.of_kind(single.kind) < MAX_COMBINED {
            likely.push((2 * single.rank + 2 * seen.count(single.kind, code), single));
        }
    }
    likely.sort_by_key(|(weight, _)| *weight);
    likely
}

/// How many changes of each kind and code there were.
struct Seen(Vec<(Kind, Code)>);

impl Seen {
    fn of_kind(&self, kind: Kind) -> usize {
        self.0.iter().filter(|(other, _)| *other == kind).count()
    }

    /// Counts a change, and returns how many there were before.
    fn count(&mut self, kind: Kind, code: Code) -> usize {
        let before = self.0.iter().filter(|seen| **seen == (kind, code)).count();
        self.0.push((kind, code));
        before
    }
}

/// The most bytes of the bodies that were changed twice.
const MAX_TWICE: usize = 24 * 1024 * 1024;

/// Returns candidates whose body was changed twice: indented and with a newline, for example.
fn bodies_twice(start: &Candidate, likely: &[(usize, &Single)]) -> Vec<(usize, Candidate)> {
    let mut found = Vec::new();
    let mut total = 0;
    // Most of the work is to write long bodies again.
    let most = match start.body.len() {
        0..=32_768 => MAX_COMBINED,
        32_769..=262_144 => 12,
        _ => 4,
    };
    let bodies = likely.iter().filter(|(_, single)| single.kind == Kind::Body);
    for (weight, single) in bodies.take(most) {
        if total >= MAX_TWICE {
            break;
        }
        let mut seen = Seen(Vec::new());
        for original in body::originals(&single.candidate).into_iter().take(MAX_COMBINED) {
            total += original.body.len();
            let code = original.change.code;
            let is_same = original.body == start.body
                || single.candidate.changes.iter().any(|known| known.code == code);
            if !is_same && total < MAX_TWICE {
                let other = 2 * original.rank + 2 * seen.count(Kind::Body, code);
                found.push((weight + other, with_body(&single.candidate, original)));
            }
        }
    }
    found.sort_by_key(|(weight, _)| *weight);
    found
}

/// Makes both changes, which are of different kinds.
fn combined(start: &Candidate, first: &Single, second: &Single) -> Candidate {
    let mut both = first.candidate.clone();
    let other = &second.candidate;
    match second.kind {
        Kind::Body => {
            both.body = other.body.clone();
            if other.headers.len() < start.headers.len() {
                both.headers = Rc::new(both.without(&["content-encoding"]));
            }
        }
        Kind::Secret => both.keys = Rc::clone(&other.keys),
        Kind::Url => {
            both.url.clone_from(&other.url);
            both.target = Rc::clone(&other.target);
        }
        Kind::Head => {
            both.entry = other.entry;
            both.method = Rc::clone(&other.method);
            if other.headers != start.headers {
                both.headers = Rc::clone(&other.headers);
            }
            if other.target != start.target {
                both.target = Rc::clone(&other.target);
            }
        }
    }
    both.changes.extend(other.changes.iter().skip(start.changes.len()).cloned());
    both
}
