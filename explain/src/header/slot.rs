//! A value of the head that can be replaced.

use super::places;
use crate::candidate::{Candidate, Change};
use std::rc::Rc;
use verihook::{Part, Place};

/// A header field or a parameter of the query.
#[derive(Clone, PartialEq)]
pub(crate) enum Slot {
    Header(&'static str),
    Query(&'static str),
}

impl Slot {
    /// Returns the slots of the scheme that the request has.
    pub(crate) fn all(candidate: &Candidate) -> Vec<Self> {
        let scheme = candidate.entry.scheme;
        let mut all = Vec::new();
        let mut add = |slot: Self| {
            if slot.text(candidate).is_some() && !all.contains(&slot) {
                all.push(slot);
            }
        };
        for place in places(scheme) {
            Self::of(place).into_iter().for_each(&mut add);
        }
        for part in scheme.content() {
            if let Part::Header(name, _) = part {
                add(Self::Header(name));
            }
        }
        all
    }

    /// Returns the slots of a place: one for each name of the header field.
    pub(crate) fn of(place: &'static Place) -> Vec<Self> {
        match place.parameter() {
            Some(name) => vec![Self::Query(name)],
            None => place.names().iter().map(|name| Self::Header(name)).collect(),
        }
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Header(name) | Self::Query(name) => name,
        }
    }

    /// Returns the value, as it arrived. Bytes that are not UTF-8 become replacement characters.
    pub(crate) fn text(&self, candidate: &Candidate) -> Option<String> {
        match self {
            Self::Header(name) => candidate
                .values(name)
                .next()
                .map(|value| String::from_utf8_lossy(value).trim().to_owned()),
            Self::Query(name) => {
                let (_, query) = candidate.target.split_once('?')?;
                let value = |item: &str| {
                    let (given, value) = item.split_once('=')?;
                    (given == *name).then(|| value.to_owned())
                };
                query.split('&').find_map(value)
            }
        }
    }

    /// Returns the candidate with this value instead.
    pub(crate) fn with(&self, candidate: &Candidate, value: &str, change: Change) -> Candidate {
        match self {
            Self::Header(name) => candidate.with_headers(candidate.replaced(name, value), change),
            Self::Query(name) => {
                let (path, query) =
                    candidate.target.split_once('?').unwrap_or((&candidate.target, ""));
                let item = |item: &str| match item.split_once('=') {
                    Some((given, _)) if given == *name => format!("{name}={value}"),
                    _ => item.to_owned(),
                };
                let query: Vec<_> = query.split('&').map(item).collect();
                let target = format!("{path}?{}", query.join("&"));
                Candidate { target: Rc::from(target), ..candidate.with(change) }
            }
        }
    }
}
