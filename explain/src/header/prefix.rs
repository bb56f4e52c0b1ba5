//! Prefixes of signatures that are missing, repeated, or others.

use super::encoding::{decode_signature, items};
use super::{Slot, add_value};
use crate::candidate::{Candidate, Change};
use crate::code::Code;

/// The words before a credential.
const CREDENTIALS: [&str; 2] = ["Bearer ", "Basic "];

pub(super) fn add(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let scheme = candidate.entry.scheme;
    for slot in Slot::of(scheme.signature()) {
        let Some(text) = slot.text(candidate) else { continue };
        if scheme.is_credential() {
            credential(candidate, &slot, &text, found);
        } else {
            signature(candidate, &slot, &text, found);
        }
    }
    timestamp(candidate, found);
}

/// Gives the first item that holds a signature the prefix of the scheme.
fn signature(candidate: &Candidate, slot: &Slot, text: &str, found: &mut Vec<Candidate>) {
    let scheme = candidate.entry.scheme;
    let place = scheme.signature();
    let items = items(text, place);
    let separator = place.separator().map(String::from).unwrap_or_default();
    for (number, item) in items.iter().enumerate() {
        for (raw, before) in cores(item) {
            let Some((bytes, how)) = decode_signature(raw, scheme) else { continue };
            if before == place.prefix_text() {
                break;
            }
            let mut written: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            let whole = |raw: &str| format!("{}{raw}", place.prefix_text());
            let evidence = match (place.prefix_text(), before) {
                ("", _) => format!(
                    "`{}` has {} characters before the signature; expected none",
                    slot.name(),
                    before.len()
                ),
                (prefix, "") => format!("`{}` lacks the prefix `{prefix}`", slot.name()),
                (prefix, _) => format!(
                    "`{}` has another prefix of {} characters; expected `{prefix}`",
                    slot.name(),
                    before.len()
                ),
            };
            let change = Change::new(Code::HeaderPrefix, evidence);
            if let Some(written) = written.get_mut(number) {
                *written = whole(raw);
            }
            add_value(candidate, slot, &written.join(&separator), change.clone(), found);
            let encoded = scheme.encoding().encode(&bytes);
            if encoded != raw {
                let evidence = format!("the signature is {how}; expected {}", scheme.encoding());
                let candidate = candidate.with(Change::new(Code::HeaderEncoding, evidence));
                if let Some(written) = written.get_mut(number) {
                    *written = whole(&encoded);
                }
                add_value(&candidate, slot, &written.join(&separator), change, found);
            }
            break;
        }
    }
    // The separator may be another, too: the whole value is looked at.
    if place.separator().is_none() {
        let lower = text.to_ascii_lowercase();
        if lower.starts_with(place.prefix_text()) && !text.starts_with(place.prefix_text()) {
            let rest = text.get(place.prefix_text().len()..).unwrap_or_default();
            let value = format!("{}{rest}", place.prefix_text());
            let evidence = format!("`{}` has its prefix in upper case", slot.name());
            let change = Change::new(Code::HeaderPrefix, evidence);
            add_value(candidate, slot, &value, change, found);
        }
    }
}

/// Returns what may be the signature of an item, with the text before it: the item itself, and what
/// follows each of the first separators.
fn cores(item: &str) -> Vec<(&str, &str)> {
    let mut cores = vec![(item, "")];
    let ends = item.match_indices(['=', ',', ':', ' ', '.', '"', ';']).map(|(at, _)| at + 1);
    for end in ends.take(4).filter(|end| *end <= 64) {
        let (before, raw) = item.split_at_checked(end).unwrap_or((item, ""));
        cores.push((raw.trim(), before));
    }
    // The shortest text before it is the likeliest, but for Base64, which ends with `=`.
    cores.retain(|(raw, _)| raw.len() >= 16);
    cores
}

fn credential(candidate: &Candidate, slot: &Slot, text: &str, found: &mut Vec<Candidate>) {
    let value = match text.split_once(' ') {
        Some((_, value)) => value.trim(),
        None => text,
    };
    let bare = value.trim_matches(['"', '\'']);
    for prefix in CREDENTIALS.into_iter().chain([""]) {
        for value in [text, value, bare] {
            let evidence = match prefix {
                "" => format!("`{}` has a word before the token", slot.name()),
                prefix => format!("`{}` does not begin with `{}`", slot.name(), prefix.trim()),
            };
            let change = Change::new(Code::HeaderPrefix, evidence);
            add_value(candidate, slot, &format!("{prefix}{value}"), change, found);
        }
    }
}

/// Gives the timestamp of a list its prefix.
fn timestamp(candidate: &Candidate, found: &mut Vec<Candidate>) {
    let Some((place, _)) = candidate.entry.scheme.timestamp() else { return };
    let (Some(separator), prefix) = (place.separator(), place.prefix_text()) else { return };
    for slot in Slot::of(place) {
        let Some(text) = slot.text(candidate) else { continue };
        let items = items(&text, place);
        if prefix.is_empty() || items.iter().any(|item| item.starts_with(prefix)) {
            continue;
        }
        for (number, item) in items.iter().enumerate() {
            let digits = item.rsplit(['=', ':']).next().unwrap_or_default();
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                continue;
            }
            let written = items.iter().enumerate().map(|(at, item)| match at == number {
                true => format!("{prefix}{digits}"),
                false => (*item).to_owned(),
            });
            let value = written.collect::<Vec<_>>().join(&separator.to_string());
            let evidence =
                format!("the timestamp in `{}` lacks the prefix `{prefix}`", slot.name());
            let change = Change::new(Code::HeaderPrefix, evidence);
            add_value(candidate, &slot, &value, change, found);
        }
    }
}
