//! The names and the header fields of all providers.

#![allow(clippy::indexing_slicing, reason = "the compiler evaluates it, and rejects a wrong index")]

use crate::providers;
use crate::scheme::place::Place;
use crate::scheme::{Part, Scheme};

/// A provider's name and header fields.
///
/// It does not refer to the scheme. If it did, every program with an adapter would contain every
/// scheme.
pub(super) struct Sender {
    pub(super) slug: &'static str,
    /// Its header fields, first those that may contain the signature.
    pub(super) fields: &'static [&'static str],
    /// The number of fields that may contain the signature.
    pub(super) signatures: usize,
}

impl Sender {
    /// Returns the number of fields that a request has of this provider. It is 0 if the request has
    /// none for the signature, or if any provider may send that one.
    pub(super) fn rank(&self, has: impl Fn(&str) -> bool) -> usize {
        let mut signatures = self.fields.iter().take(self.signatures);
        // Any provider that uses passwords or tokens may send `authorization`.
        if signatures.clone().any(|name| *name == "authorization") {
            return 0;
        }
        match signatures.any(|name| has(name)) {
            true => self.fields.iter().filter(|name| has(name)).count(),
            false => 0,
        }
    }
}

/// The most header fields of a scheme. One with more does not compile.
const MOST: usize = 64;

/// The number of all header fields of all schemes.
const TOTAL: usize = {
    let mut total = 0;
    let mut index = 0;
    while index < providers::ALL.len() {
        total += names_of(providers::ALL[index].scheme).1;
        index += 1;
    }
    total
};

/// The header fields of each scheme, in the order of [`providers::ALL`].
static NAMES: [&str; TOTAL] = {
    let mut names = [""; TOTAL];
    let (mut index, mut at) = (0, 0);
    while index < providers::ALL.len() {
        let (of_one, count) = names_of(providers::ALL[index].scheme);
        let mut copied = 0;
        while copied < count {
            names[at] = of_one[copied];
            at += 1;
            copied += 1;
        }
        index += 1;
    }
    names
};

/// Every provider, ordered by slug.
pub(super) static ALL: [Sender; providers::ALL.len()] = {
    const NONE: Sender = Sender { slug: "", fields: &[], signatures: 0 };
    let mut senders = [NONE; providers::ALL.len()];
    let mut rest = NAMES.as_slice();
    let mut index = 0;
    while index < providers::ALL.len() {
        let entry = &providers::ALL[index];
        let (fields, later) = rest.split_at(names_of(entry.scheme).1);
        let signatures = entry.scheme.signature.names().len();
        senders[index] = Sender { slug: entry.slug, fields, signatures };
        rest = later;
        index += 1;
    }
    senders
};

/// Returns the names that [`Scheme::fields`] has, those of the signature first, and their number.
const fn names_of(scheme: &Scheme) -> ([&'static str; MOST], usize) {
    let mut names = Names { of: [""; MOST], count: 0 };
    names.add_place(&scheme.signature);
    if let Some((place, _)) = &scheme.timestamp {
        names.add_place(place);
    }
    if let Some((place, _)) = &scheme.id {
        names.add_place(place);
    }
    let others = [
        &scheme.algorithm_name,
        &scheme.unsigned_timestamp,
        &scheme.unsigned_event,
        &scheme.unsigned_id,
    ];
    let mut index = 0;
    while index < others.len() {
        if let Some(place) = others[index] {
            names.add_place(place);
        }
        index += 1;
    }
    let mut index = 0;
    while index < scheme.content.len() {
        if let Part::Header(name, _) = &scheme.content[index] {
            names.add(name);
        }
        index += 1;
    }
    let mut index = 0;
    while index < scheme.required.len() {
        names.add_place(&scheme.required[index].0);
        index += 1;
    }
    (names.of, names.count)
}

struct Names {
    of: [&'static str; MOST],
    count: usize,
}

impl Names {
    const fn add(&mut self, name: &'static str) {
        self.of[self.count] = name;
        self.count += 1;
    }

    const fn add_place(&mut self, place: &Place) {
        let names = place.names();
        let mut index = 0;
        while index < names.len() {
            self.add(names[index]);
            index += 1;
        }
    }
}
