//! Values in another encoding: quoted, percent-encoded, or hexadecimal digits instead of Base64.

use super::{Slot, add_value};
use crate::body::{decode_base64, decode_hex};
use crate::candidate::{Candidate, Change};
use crate::code::Code;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use verihook::{Place, Scheme};

pub(super) fn add(candidate: &Candidate, found: &mut Vec<Candidate>) {
    for slot in Slot::all(candidate) {
        let Some(text) = slot.text(candidate) else { continue };
        let mut add = |value: &str, code, evidence: String| {
            add_value(candidate, &slot, value, Change::new(code, evidence), found);
        };
        pluses(candidate, &slot, &text, &mut add);
        wrapped(&slot, &text, &mut add);
        percent(&slot, &text, &mut add);
        signature(candidate, &slot, &text, &mut add);
    }
}

/// Restores plus signs that became spaces.
fn pluses(
    candidate: &Candidate,
    slot: &Slot,
    text: &str,
    add: &mut impl FnMut(&str, Code, String),
) {
    let scheme = candidate.entry.scheme;
    let evidence = format!("`{}` has spaces where the signature has plus signs", slot.name());
    if let Slot::Query(_) = slot {
        for (from, to) in [("+", "%2B"), ("%20", "%2B"), (" ", "%2B")] {
            add(&text.replace(from, to), Code::HeaderPlusAsSpace, evidence.clone());
        }
        return;
    }
    // White space around a value is no part of it, so the first character may be lost.
    let lost = format!("the first character of `{}` is lost, which was a plus sign", slot.name());
    add(&format!("+{text}"), Code::HeaderPlusAsSpace, lost);
    if !text.contains(' ') {
        return;
    }
    if scheme.is_credential() {
        let (word, value) = text.split_once(' ').unwrap_or_default();
        add(&format!("{word} {}", value.replace(' ', "+")), Code::HeaderPlusAsSpace, evidence);
        return;
    }
    let is_list =
        |place: &Place| place.names().contains(&slot.name()) && place.separator() == Some(' ');
    if !super::places(scheme).any(is_list) {
        add(&text.replace(' ', "+"), Code::HeaderPlusAsSpace, evidence);
        return;
    }
    // Of a list that is separated by spaces, only items begin with a prefix.
    let mut joined = String::new();
    for (number, item) in text.split(' ').enumerate() {
        let prefix = scheme.signature().prefix_text();
        let is_item =
            item.starts_with(prefix) || item.starts_with("v1,") || item.starts_with("v1a,");
        match (number, is_item) {
            (0, _) => {}
            (_, true) => joined.push(' '),
            (_, false) => joined.push('+'),
        }
        joined.push_str(item);
    }
    add(&joined, Code::HeaderPlusAsSpace, evidence);
}

/// Takes off quotes and brackets.
fn wrapped(slot: &Slot, text: &str, add: &mut impl FnMut(&str, Code, String)) {
    let evidence = format!("`{}` is in quotes or brackets", slot.name());
    let mut inner = text;
    for (left, right) in
        [("b\"", "\""), ("b'", "'"), ("[", "]"), ("(", ")"), ("<", ">"), ("\"", "\""), ("'", "'")]
    {
        let unwrapped = inner.strip_prefix(left).and_then(|rest| rest.strip_suffix(right));
        if let Some(unwrapped) = unwrapped {
            inner = unwrapped.trim();
            add(inner, Code::HeaderEncoding, evidence.clone());
        }
    }
    if text.contains(['"', '\\']) {
        add(&text.replace(['"', '\\'], ""), Code::HeaderEncoding, evidence);
    }
}

fn percent(slot: &Slot, text: &str, add: &mut impl FnMut(&str, Code, String)) {
    if !text.contains('%') {
        return;
    }
    let decoded: String = match slot {
        // The parameter is decoded once anyway.
        Slot::Query(_) => text.replace("%25", "%"),
        Slot::Header(_) => {
            percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
        }
    };
    let evidence = format!("`{}` is percent-encoded", slot.name());
    add(&decoded, Code::HeaderEncoding, evidence);
}

/// Writes the signature in the encoding of the scheme.
fn signature(
    candidate: &Candidate,
    slot: &Slot,
    text: &str,
    add: &mut impl FnMut(&str, Code, String),
) {
    let scheme = candidate.entry.scheme;
    let place = scheme.signature();
    if !Slot::of(place).contains(slot) || scheme.is_credential() {
        return credential(slot, text, add);
    }
    let mut named = None;
    let items = items(text, place);
    let written: Vec<String> = items
        .iter()
        .map(|item| {
            let own = item.strip_prefix(place.prefix_text());
            let Some((bytes, how)) = own.and_then(|own| decode_signature(own, scheme)) else {
                return (*item).to_owned();
            };
            named = Some(how);
            format!("{}{}", place.prefix_text(), scheme.encoding().encode(&bytes))
        })
        .collect();
    if let Some(how) = named {
        let separator = place.separator().map(String::from).unwrap_or_default();
        let evidence =
            format!("the signature in `{}` is {how}; expected {}", slot.name(), scheme.encoding());
        add(&written.join(&separator), Code::HeaderEncoding, evidence);
    }
}

/// Decodes or encodes a password or a token.
fn credential(slot: &Slot, text: &str, add: &mut impl FnMut(&str, Code, String)) {
    let (scheme, value) = match text.split_once(' ') {
        Some((scheme, value)) => (format!("{scheme} "), value.trim()),
        None => (String::new(), text),
    };
    let evidence = format!("the credential in `{}` is in another encoding", slot.name());
    if let Some(decoded) = decode_base64(value.as_bytes()).and_then(|it| String::from_utf8(it).ok())
    {
        add(&format!("{scheme}{decoded}"), Code::HeaderEncoding, evidence.clone());
    }
    let encoded = BASE64_STANDARD.encode(value);
    add(&format!("{scheme}{encoded}"), Code::HeaderEncoding, evidence);
}

/// Returns the items of a value.
pub(super) fn items<'t>(text: &'t str, place: &Place) -> Vec<&'t str> {
    match place.separator() {
        Some(separator) => text.split(separator).map(str::trim).collect(),
        None => vec![text.trim()],
    }
}

/// Decodes a signature, whatever its encoding, and says which it is in.
pub(crate) fn decode_signature(text: &str, scheme: &Scheme) -> Option<(Vec<u8>, &'static str)> {
    let fits = |bytes: &[u8]| match scheme.signature_length() {
        Some(length) => bytes.len() == length,
        None => bytes.len() >= 64,
    };
    let bare = text.strip_prefix("0x").unwrap_or(text).replace([':', ' ', '-'], "");
    let digits = decode_hex(bare.as_bytes()).filter(|bytes| fits(bytes));
    if let Some(bytes) = digits {
        return Some((bytes, "hexadecimal digits"));
    }
    // Base64 that has nothing but hexadecimal digits is a signature of digits that was cut.
    if bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let decoded = decode_base64(text.as_bytes())?;
    if fits(&decoded) {
        return Some((decoded, "Base64"));
    }
    // The digits or the Base64 may have been encoded once more.
    let twice = decode_hex(&decoded).or_else(|| decode_base64(&decoded));
    twice.filter(|bytes| fits(bytes)).map(|bytes| (bytes, "encoded twice"))
}
