//! The header fields that may have been sent instead of those that arrived.

mod encoding;
mod names;
mod prefix;
mod several;
mod slot;

use crate::candidate::{Candidate, Change};
use verihook::{Part, Place, Scheme};

pub(crate) use encoding::decode_signature;
pub(crate) use names::{alike, same_name};
pub(crate) use slot::Slot;

/// Returns candidates with one change to the header fields (or to the query, if the scheme has its
/// signature there), the likeliest first.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Candidate> {
    let mut found = Vec::new();
    several::add(candidate, &mut found);
    encoding::add(candidate, &mut found);
    prefix::add(candidate, &mut found);
    names::add(candidate, &mut found);
    found
}

/// Returns the places of the values that the scheme needs from the head.
pub(crate) fn places(scheme: &'static Scheme) -> impl Iterator<Item = &'static Place> {
    let timestamp = scheme.timestamp().map(|(place, _)| place);
    [Some(scheme.signature()), timestamp, scheme.id()].into_iter().flatten()
}

/// Returns the header fields that the scheme needs, each with all of its names.
pub(crate) fn required(scheme: &'static Scheme) -> Vec<&'static [&'static str]> {
    let mut all: Vec<&'static [&'static str]> = Vec::new();
    for place in places(scheme) {
        if !place.names().is_empty() && !all.contains(&place.names()) {
            all.push(place.names());
        }
    }
    for part in scheme.content() {
        if let Part::Header(name, _) = part
            && !all.iter().any(|names| names.contains(name))
        {
            all.push(core::slice::from_ref(name));
        }
    }
    all
}

/// Adds the candidate with another value, if it is another.
fn add_value(
    candidate: &Candidate,
    slot: &Slot,
    value: &str,
    change: Change,
    found: &mut Vec<Candidate>,
) {
    if slot.text(candidate).as_deref() != Some(value) {
        found.push(slot.with(candidate, value, change));
    }
}
