//! What a head shows.

use crate::body::{decode_base64, printable};
use crate::candidate::{Candidate, Change};
use crate::code::Code;
use crate::header::{Slot, alike, decode_signature, places, required, same_name};
use crate::secret::Configured;
use crate::sibling;
use verihook::{Place, Rejection, Scheme};

/// Explains a head that is rejected whatever the signature. `received` is the request as it
/// arrived, and `repaired` are candidates whose head has the required form.
pub(crate) fn of_head(
    received: &Candidate,
    rejection: Rejection,
    repaired: &[Candidate],
) -> Option<Vec<Change>> {
    let scheme = received.entry.scheme;
    match rejection {
        Rejection::MethodNotAllowed => {
            let expected = scheme.methods().collect::<Vec<_>>().join(", ");
            let evidence = format!("the method is `{}`; expected {expected}", method(received));
            Some(vec![Change::new(Code::Method, evidence)])
        }
        Rejection::PathMismatch => first_of(repaired, &[Code::UrlTrailingSlash, Code::UrlPath]),
        Rejection::ContentCoded | Rejection::GzipMalformed | Rejection::GzipDisabled => None,
        Rejection::MissingField(name) if is_absent(received, name) => {
            Some(vec![absent(received, name, repaired)])
        }
        Rejection::RepeatedField(_) | Rejection::ConflictingHeaders(_) => {
            first_of(repaired, &[Code::HeaderRepeated, Code::HeaderMerged]).or_else(|| {
                let evidence = "a header field arrived more than once, with different values";
                Some(vec![Change::new(Code::HeaderRepeated, evidence)])
            })
        }
        Rejection::MissingField(name)
        | Rejection::MalformedField(name)
        | Rejection::UnsupportedSignature(name) => Some(malformed(received, name, repaired)),
        _ => None,
    }
}

fn method(candidate: &Candidate) -> String {
    printable(&candidate.method)
}

fn first_of(repaired: &[Candidate], codes: &[Code]) -> Option<Vec<Change>> {
    let is_one = |candidate: &&Candidate| {
        candidate.changes.iter().any(|change| codes.contains(&change.code))
    };
    repaired.iter().find(is_one).map(|candidate| candidate.changes.clone())
}

fn is_absent(candidate: &Candidate, name: &str) -> bool {
    let names = required(candidate.entry.scheme);
    let names = names.into_iter().find(|names| names.contains(&name));
    names.is_none_or(|names| !names.iter().any(|name| candidate.has(name)))
}

/// Explains a missing header field.
fn absent(received: &Candidate, name: &'static str, repaired: &[Candidate]) -> Change {
    let scheme = received.entry.scheme;
    let is_signature = scheme.signature().names().contains(&name);
    let renamed = |like: &dyn Fn(&str) -> bool| {
        let given = received.headers.iter().find(|(given, _)| like(given))?;
        let given = printable(&given.0).to_ascii_lowercase();
        Some(Change::new(Code::HeaderRenamed, format!("`{name}` arrived as `{given}`")))
    };
    let of_repair = || {
        let mut changes = repaired.iter().flat_map(|candidate| &candidate.changes);
        changes.find(|change| change.code == Code::HeaderRenamed).cloned()
    };
    let legacy = || match is_signature {
        true => sibling::clue(received).or_else(|| sibling::sha1(received)),
        false => None,
    };
    renamed(&|given| same_name(given, name))
        .or_else(legacy)
        .or_else(|| renamed(&|given| alike(given, name) >= 2).and_then(|_| of_repair()))
        .unwrap_or_else(|| {
            let what = if is_signature { ", which carries the signature," } else { "" };
            Change::new(Code::HeaderMissing, format!("`{name}`{what} is missing"))
        })
}

/// Explains a header field that is there, but not in the required form.
fn malformed(received: &Candidate, name: &'static str, repaired: &[Candidate]) -> Vec<Change> {
    let scheme = received.entry.scheme;
    let slots = Slot::all(received);
    let text = slots.iter().find(|slot| slot.name() == name).and_then(|slot| slot.text(received));
    let is_timestamp = scheme
        .timestamp()
        .is_some_and(|(place, _)| place.names().contains(&name) && place.separator().is_none());
    let is_cut = text.as_deref().is_some_and(|text| is_cut(received, name, text));
    if let Some(text) = text.as_deref().filter(|text| is_old_label(scheme, text)) {
        let label = text.split(['=', ',']).next().map(printable).unwrap_or_default();
        let evidence = format!("`{name}` has only an older signature, or one of a test: `{label}`");
        return vec![Change::new(Code::HeaderLegacy, evidence)];
    }
    if let Some(candidate) = repaired.first().filter(|_| !is_cut) {
        return candidate.changes.clone();
    }
    let change = match text {
        Some(text) if is_timestamp && !text.is_empty() => {
            Change::new(Code::TimeUnit, format!("`{name}` is not a timestamp in the expected form"))
        }
        Some(text) if is_cut => Change::new(
            Code::HeaderTruncated,
            format!("`{name}` has {} characters, fewer than a signature needs", text.len()),
        ),
        Some(text) if text.is_empty() => {
            Change::new(Code::HeaderMissing, format!("`{name}` is empty"))
        }
        Some(_)
            if places(scheme).any(|place| has_prefix(place) && place.names().contains(&name)) =>
        {
            let form = "does not have the prefix and the form that the provider uses";
            Change::new(Code::HeaderPrefix, format!("`{name}` {form}"))
        }
        Some(_) => {
            let form = format!("is not {}", scheme.encoding());
            Change::new(Code::HeaderEncoding, format!("`{name}` {form}"))
        }
        None => Change::new(Code::HeaderMissing, format!("`{name}` is missing")),
    };
    vec![change]
}

/// Returns `true` if the items have the labels of older signatures: `v0=`, `sha1=`.
fn is_old_label(scheme: &Scheme, text: &str) -> bool {
    let place = scheme.signature();
    let prefix = place.prefix_text();
    let separator = place.separator().unwrap_or(',');
    let old: &[&str] = match prefix {
        "" => return false,
        prefix if prefix.starts_with("sha256") => &["sha1=", "md5="],
        prefix if prefix.starts_with("v1") => &["v0=", "v0,"],
        prefix if prefix.starts_with("v2") => &["v1=", "v0="],
        _ => &["sha1=", "v0="],
    };
    let mut items = text.split(separator).map(str::trim);
    let has = |item: &str| old.iter().any(|label| *label != prefix && item.starts_with(label));
    items.clone().any(has) && !items.any(|item| item.starts_with(prefix))
}

const fn has_prefix(place: &Place) -> bool {
    !place.prefix_text().is_empty()
}

/// Returns `true` if the end of a signature is missing.
fn is_cut(candidate: &Candidate, name: &str, text: &str) -> bool {
    let scheme = candidate.entry.scheme;
    let place = scheme.signature();
    if !place.names().contains(&name) && place.parameter() != Some(name) {
        return false;
    }
    if let Some(is_cut) = is_cut_der(text, scheme) {
        return is_cut;
    }
    let length = scheme.signature_length().unwrap_or(64);
    let last = text.split([',', ';', ' ']).rfind(|item| !item.trim().is_empty());
    let Some(item) = last.map(str::trim) else { return false };
    let raw = item.strip_prefix(place.prefix_text()).unwrap_or(item);
    // The rest of an item, or a list that ends before the signature.
    let is_start =
        place.prefix_text().starts_with(item) || raw == item && place.separator().is_some();
    let digits = raw.trim_end_matches('=');
    let is_code = digits
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_'));
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let characters =
        if is_hex && is_of_hex(candidate) { length * 2 } else { length.div_ceil(3) * 4 };
    is_start || (is_code && decode_signature(raw, scheme).is_none() && raw.len() < characters)
}

/// Returns `true` if an ECDSA signature is shorter than it says. `None` if it is not one.
fn is_cut_der(text: &str, scheme: &Scheme) -> Option<bool> {
    if scheme.signature_length().is_some() || !scheme.takes_public_key() {
        return None;
    }
    // Base64 may have been cut anywhere, so its last characters may not make a byte.
    let whole = text.get(..text.len() / 4 * 4).unwrap_or_default();
    let decoded = decode_base64(whole.as_bytes())?;
    match decoded.as_slice() {
        [0x30, length, rest @ ..] if *length < 0x80 => Some(rest.len() < usize::from(*length)),
        _ => None,
    }
}

fn is_of_hex(candidate: &Candidate) -> bool {
    use verihook::Encoding::{Hex, HexUpper};
    matches!(candidate.entry.scheme.encoding(), Hex | HexUpper)
}

/// Explains a token that is the beginning of the right one.
pub(crate) fn of_token(received: &Candidate, secrets: &[Configured]) -> Option<Change> {
    let scheme = received.entry.scheme;
    if !scheme.is_credential() {
        return None;
    }
    let name = scheme.signature().names().iter().find(|name| received.has(name))?;
    let text = received.text(name)?.trim();
    let token = text.split_once(' ').map_or(text, |(_, token)| token);
    let is_start =
        |secret: &&str| token.len() >= 6 && token.len() < secret.len() && secret.starts_with(token);
    let secret = secrets.iter().map(|secret| secret.text.as_str()).find(is_start)?;
    let evidence = format!(
        "`{name}` has the first {} of the {} characters of a secret",
        token.len(),
        secret.len()
    );
    Some(Change::new(Code::HeaderTruncated, evidence))
}
