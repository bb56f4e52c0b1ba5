//! Fields that arrived more than once, or whose values were merged into one.

use super::{Slot, add_value, required};
use crate::candidate::{Candidate, Change};
use crate::code::Code;
use verihook::Place;

/// The most values of a field that are tried one by one.
const MAX_VALUES: usize = 8;

pub(super) fn add(candidate: &Candidate, found: &mut Vec<Candidate>) {
    repeated(candidate, found);
    merged(candidate, found);
    separators(candidate, found);
}

/// Keeps one of the values of each field that arrived several times.
fn repeated(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let all = required(candidate.entry.scheme);
    let several: Vec<_> = all
        .into_iter()
        .map(|names| (names, names.iter().map(|name| candidate.values(name).count()).sum()))
        .filter(|(_, count): &(_, usize)| *count > 1)
        .collect();
    let Some(most) = several.iter().map(|(_, count)| *count).max() else { return };
    for kept in 0..most.min(MAX_VALUES) {
        let names: Vec<_> = several.iter().map(|(names, _)| *names).collect();
        let evidence = several
            .iter()
            .map(|(names, count)| format!("`{}` arrived {count} times", names.join("`, `")))
            .collect::<Vec<_>>()
            .join("; ");
        let evidence = format!("{evidence}; it verifies with value {} alone", kept + 1);
        found.push(keep(candidate, &names, kept, Change::new(Code::HeaderRepeated, evidence)));
        for (names, count) in several.iter().filter(|_| several.len() > 1) {
            let evidence = format!("`{}` arrived {count} times", names.join("`, `"));
            found.push(keep(
                candidate,
                &[names],
                kept,
                Change::new(Code::HeaderRepeated, evidence),
            ));
        }
    }
}

fn keep(
    candidate: &Candidate,
    fields: &[&'static [&'static str]],
    kept: usize,
    change: Change,
) -> Candidate {
    let mut seen = vec![0; fields.len()];
    let mut headers = candidate.headers.to_vec();
    headers.retain(|(given, _)| {
        let is_named = |names: &&[&str]| names.iter().any(|name| given.eq_ignore_ascii_case(name));
        let Some(at) = fields.iter().position(is_named) else { return true };
        let Some(seen) = seen.get_mut(at) else { return true };
        *seen += 1;
        *seen - 1 == kept
    });
    candidate.with_headers(headers, change)
}

/// Splits values that were merged by a comma, and takes one.
fn merged(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let slots: Vec<_> = Slot::all(candidate)
        .into_iter()
        .filter_map(|slot| {
            let pieces = pieces(candidate, &slot)?;
            (pieces.len() > 1).then_some((slot, pieces))
        })
        .collect();
    let most = slots.iter().map(|(_, pieces)| pieces.len()).max().unwrap_or_default();
    for number in 0..most.min(MAX_VALUES) {
        let mut all = candidate.clone();
        for (slot, pieces) in &slots {
            let Some(piece) = pieces.get(number) else { continue };
            let evidence = format!(
                "`{}` has {} values, merged into one; with value {} alone, it verifies",
                slot.name(),
                pieces.len(),
                number + 1
            );
            let change = Change::new(Code::HeaderMerged, evidence);
            add_value(candidate, slot, piece, change.clone(), found);
            if all.changes.len() > candidate.changes.len() {
                all = slot.with(&all, piece, change);
                // One cause, however many fields it changed.
                all.changes.pop();
            } else {
                all = slot.with(&all, piece, change);
            }
        }
        if slots.len() > 1 {
            found.push(all);
        }
    }
}

/// Returns the values that were merged.
fn pieces(candidate: &Candidate, slot: &Slot) -> Option<Vec<String>> {
    let text = slot.text(candidate)?;
    let split = |by: &str| -> Vec<String> {
        text.split(by)
            .map(|piece| piece.trim().to_owned())
            .filter(|piece| !piece.is_empty())
            .collect()
    };
    let is_list = super::places(candidate.entry.scheme)
        .any(|place| place.names().contains(&slot.name()) && place.separator() == Some(','));
    if !is_list {
        return [",", ";", "\n", "|"].into_iter().map(split).find(|pieces| pieces.len() > 1);
    }
    // Items of a list have no space after the comma, or each list begins with the same prefix.
    let spaced = split(", ");
    let first = text.split_inclusive(['=', ':']).next().unwrap_or_default();
    let starts: Vec<usize> = text.match_indices(first).map(|(at, _)| at).collect();
    if spaced.len() > 1 && spaced.len() == starts.len() {
        return Some(spaced);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let groups = starts.iter().zip(ends);
    let groups = groups.filter_map(|(start, end)| text.get(*start..end));
    Some(groups.map(|group| group.trim().trim_end_matches([',', ';', ' ']).to_owned()).collect())
}

/// Puts back the separator of a list, if another one took its place.
fn separators(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let scheme = candidate.entry.scheme;
    let lists = super::places(scheme).filter(|place| place.separator().is_some());
    for place in lists {
        let Some(separator) = place.separator() else { continue };
        for slot in Slot::of(place) {
            let Some(text) = slot.text(candidate) else { continue };
            for other in [", ", "; ", ",", ";", "&", "|", " ", "\n"] {
                let joined = rejoined(&text, scheme_prefixes(candidate), other, separator);
                let evidence = format!(
                    "the items of `{}` are separated by `{}` instead of `{separator}`",
                    slot.name(),
                    other.escape_debug()
                );
                let change = Change::new(Code::HeaderMerged, evidence);
                add_value(candidate, &slot, &joined, change, found);
            }
        }
    }
}

fn scheme_prefixes(candidate: &Candidate) -> impl Iterator<Item = &'static str> {
    super::places(candidate.entry.scheme)
        .map(Place::prefix_text)
        .filter(|prefix| !prefix.is_empty())
}

fn rejoined(
    text: &str,
    prefixes: impl Iterator<Item = &'static str>,
    other: &str,
    separator: char,
) -> String {
    prefixes.fold(text.to_owned(), |text, prefix| {
        text.replace(&format!("{other}{prefix}"), &format!("{separator}{prefix}"))
    })
}
