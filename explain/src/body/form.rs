//! Forms that were decoded, or encoded again in another way.

use super::Originals;
use crate::candidate::Candidate;
use crate::code::Code;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use serde_json::Value;

/// The name of a field, and its value if there is a `=`, both decoded.
pub(super) type Field = (Vec<u8>, Option<Vec<u8>>);

/// The characters that each encoder leaves as they are, with how it writes a space.
struct Encoder {
    name: &'static str,
    escaped: &'static AsciiSet,
    plus: bool,
}

/// Browsers, Java, and most frameworks.
const URLENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');
/// RFC 3986, and Python.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// PHP's `urlencode`.
const PHP: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');
/// `encodeURIComponent`.
const COMPONENT: AsciiSet =
    UNRESERVED.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');
/// Keeps all characters of a query (RFC 3986, section 3.4), except `&`, `=` and `+`.
const QUERY: AsciiSet = COMPONENT
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'?')
    .remove(b'$')
    .remove(b',')
    .remove(b';');
/// Only what would break the form.
const MINIMAL: AsciiSet =
    percent_encoding::CONTROLS.add(b' ').add(b'%').add(b'&').add(b'+').add(b'=').add(b'#');

const ENCODERS: [Encoder; 8] = [
    Encoder { name: "a browser's form encoder", escaped: &URLENCODED, plus: true },
    Encoder { name: "an encoder of RFC 3986", escaped: &UNRESERVED, plus: false },
    Encoder { name: "Python's `quote_plus`", escaped: &UNRESERVED, plus: true },
    Encoder { name: "PHP's `urlencode`", escaped: &PHP, plus: true },
    Encoder { name: "JavaScript's `encodeURIComponent`", escaped: &COMPONENT, plus: false },
    Encoder { name: "a browser's form encoder with `%20`", escaped: &URLENCODED, plus: false },
    Encoder { name: "an encoder that keeps `:`, `/` and `@`", escaped: &QUERY, plus: false },
    Encoder { name: "an encoder of the fewest characters", escaped: &MINIMAL, plus: false },
];

impl Encoder {
    fn encode(&self, text: &[u8]) -> String {
        let encoded = percent_encode(text, self.escaped).to_string();
        if self.plus { encoded.replace("%20", "+") } else { encoded }
    }

    fn form(&self, fields: &[Field]) -> String {
        let field = |(name, value): &Field| match value {
            Some(value) => format!("{}={}", self.encode(name), self.encode(value)),
            None => self.encode(name),
        };
        fields.iter().map(field).collect::<Vec<_>>().join("&")
    }
}

/// The most fields of a form that is encoded again.
const MAX_FIELDS: usize = 2_000;

pub(super) fn add(candidate: &Candidate, found: &mut Originals<'_>) {
    let body = candidate.body.trim_ascii();
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    let says_form = candidate.text("content-type").is_some_and(|kind| {
        kind.to_ascii_lowercase().contains("application/x-www-form-urlencoded")
    });
    if is_json {
        json_in_form(body, says_form, found);
        json_of_form(body, says_form, found);
    } else if body.contains(&b'=') && body.len() <= 512 * 1024 {
        let rank = if says_form { 0 } else { 2 };
        encoded_again(body, rank, found);
        form_of_json(body, found);
    }
    if body.contains(&b'%') {
        let decoded: Vec<u8> = percent_decode(body).collect();
        let evidence = "the whole body is percent-encoded, and was signed before that";
        found.add(1, decoded, Code::BodyFormDecoded, evidence);
        let spaced = body.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte });
        let decoded: Vec<u8> = percent_decode(&spaced.collect::<Vec<_>>()).collect();
        found.add(2, decoded, Code::BodyFormDecoded, evidence);
    }
}

/// The part of a form that was decoded.
#[derive(Clone, Copy, PartialEq)]
enum Coding {
    All,
    /// `%2B`, but not `+`.
    Percent,
    None,
}

/// Encodes the fields of a form again. They may have been decoded, or encoded by another encoder.
fn encoded_again(body: &[u8], rank: usize, found: &mut Originals<'_>) {
    for decoded in [Coding::All, Coding::None, Coding::Percent] {
        let Some(fields) = fields(body, decoded) else { continue };
        let how = if decoded == Coding::None { "encoded again" } else { "decoded" };
        for (number, encoder) in (0..).zip(&ENCODERS) {
            let text = encoder.form(&fields);
            let evidence =
                format!("the form was {how}; it was signed as {} writes it", encoder.name);
            let lower = in_lower_case(&text);
            found.add(rank + number / 3, text.into_bytes(), Code::BodyFormDecoded, &evidence);
            found.add(rank + 3 + number / 3, lower, Code::BodyFormDecoded, &evidence);
        }
    }
}

/// Splits a form, and decodes what was not decoded before.
fn fields(body: &[u8], decoded: Coding) -> Option<Vec<Field>> {
    let decode = |text: &[u8]| {
        if decoded == Coding::All {
            return text.to_vec();
        }
        let spaced: Vec<u8> =
            text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        match decoded {
            Coding::None => percent_decode(&spaced).collect(),
            _ => spaced,
        }
    };
    let field = |field: &[u8]| match field.iter().position(|byte| *byte == b'=') {
        Some(at) => {
            let (name, value) = field.split_at(at);
            (decode(name), Some(decode(value.get(1..).unwrap_or_default())))
        }
        None => (decode(field), None),
    };
    let fields: Vec<_> = body.split(|byte| *byte == b'&').map(field).collect();
    (fields.len() <= MAX_FIELDS).then_some(fields)
}

/// Writes the digits of percent-encoding in lower case.
fn in_lower_case(text: &str) -> Vec<u8> {
    let mut left = 0_u8;
    let lower = text.bytes().map(|byte| {
        if left > 0 {
            left -= 1;
            return byte.to_ascii_lowercase();
        }
        if byte == b'%' {
            left = 2;
        }
        byte
    });
    lower.collect()
}

/// Puts JSON into the field of a form in which a provider sends it.
fn json_in_form(json: &[u8], says_form: bool, found: &mut Originals<'_>) {
    let rank = if says_form { 0 } else { 4 };
    for name in ["payload", "data", "body", "json", "mandrill_events"] {
        for (number, encoder) in (0..).zip(&ENCODERS) {
            if name != "payload" && number > 2 {
                continue;
            }
            let evidence = format!(
                "the body is the value of the form field `{name}`, and the form was signed as {} \
                 writes it",
                encoder.name
            );
            let form = format!("{name}={}", encoder.encode(json));
            found.add(rank + number / 3, form.into_bytes(), Code::BodyFormDecoded, &evidence);
        }
    }
}

/// Makes a form of the members of a JSON object, as a body parser may have read it.
fn json_of_form(json: &[u8], says_form: bool, found: &mut Originals<'_>) {
    let Some(document) = super::Document::parse(json) else { return };
    let Some(fields) = document.as_fields() else { return };
    let rank = if says_form { 0 } else { 5 };
    for (number, encoder) in (0..).zip(&ENCODERS) {
        let evidence = format!(
            "the form was parsed and became JSON; it was signed as {} writes it",
            encoder.name
        );
        let form = encoder.form(&fields).into_bytes();
        found.add(rank + number / 3, form, Code::BodyFormDecoded, &evidence);
    }
}

/// Takes JSON out of a form: the value of a field, or the name of the only one.
fn form_of_json(form: &[u8], found: &mut Originals<'_>) {
    let Some(fields) = fields(form, Coding::None) else { return };
    for (name, value) in &fields {
        let value = value.as_deref().unwrap_or_default();
        let is_json = |text: &[u8]| {
            let first = text.first().is_some_and(|first| matches!(first, b'{' | b'['));
            first && serde_json::from_slice::<Value>(text).is_ok()
        };
        if is_json(value) {
            let evidence = "the signed JSON is the value of a form field";
            found.add(1, value.to_vec(), Code::BodyFormDecoded, evidence);
        }
        if value.is_empty() && is_json(name) {
            let evidence = "the signed JSON was parsed as a form and became the name of a field";
            found.add(0, name.clone(), Code::BodyFormDecoded, evidence);
        }
    }
}
