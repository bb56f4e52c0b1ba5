//! Bodies inside of others: Base64, JSON strings, and the events of gateways.

use super::Originals;
use crate::code::Code;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// Decodes Base64 of either alphabet, with or without padding and line breaks.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if text.is_empty() {
        return None;
    }
    let standard = GeneralPurpose::new(&alphabet::STANDARD, LENIENT).decode(&text);
    standard.or_else(|_| GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT).decode(&text)).ok()
}

pub(super) fn add(body: &[u8], found: &mut Originals<'_>) {
    let trimmed = body.trim_ascii();
    let unquoted = trimmed.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    if let Some(decoded) = decode_base64(unquoted.unwrap_or(trimmed)) {
        let evidence =
            format!("the body is Base64: its {} bytes decode to {}", trimmed.len(), decoded.len());
        found.add(0, decoded, Code::BodyBase64, &evidence);
    }
    strings(trimmed, found);
    events(trimmed, found);
    if let Some(decoded) = decode_hex(trimmed) {
        let evidence = "the body is hexadecimal digits, and its bytes were signed before that";
        found.add(2, decoded, Code::BodyBase64, evidence);
    }
    let evidence = "the body was signed as Base64, and decoded on its way";
    found.add(6, BASE64_STANDARD.encode(body).into_bytes(), Code::BodyBase64, evidence);
    if let Ok(text) = core::str::from_utf8(body)
        && let Ok(quoted) = serde_json::to_string(text)
    {
        let evidence = "the body was signed as a JSON string, and unpacked on its way";
        found.add(6, quoted.into_bytes(), Code::BodyStringEscaped, evidence);
    }
}

pub(crate) fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit =
        |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if text.is_empty() || !text.len().is_multiple_of(2) {
        return None;
    }
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? * 16 + digit(low)?),
        _ => None,
    };
    text.chunks(2).map(pair).collect()
}

/// Unpacks JSON strings, once and twice, with and without the quotes around them.
fn strings(body: &[u8], found: &mut Originals<'_>) {
    let unpack = |text: &[u8]| {
        let whole = serde_json::from_slice::<String>(text).ok();
        whole.or_else(|| serde_json::from_slice(&[b"\"", text, b"\""].concat()).ok())
    };
    let mut text = body.to_vec();
    for times in ["once", "twice", "three times"] {
        let Some(inner) = unpack(&text).map(String::into_bytes).filter(|inner| *inner != text)
        else {
            break;
        };
        let evidence = format!(
            "the body is escaped as a JSON string {times}: its {} bytes stand for {}",
            body.len(),
            inner.len()
        );
        found.add(0, inner.clone(), Code::BodyStringEscaped, &evidence);
        text = inner;
    }
    if let Ok(text) = core::str::from_utf8(body)
        && text.contains('\\')
    {
        let evidence = "the quotes of the body are escaped with backslashes";
        for plain in [unslashed(text), text.replace("\\\"", "\"")] {
            // White space at the ends is another change.
            if plain != text {
                found.add(1, plain.into_bytes(), Code::BodyStringEscaped, evidence);
            }
        }
    }
    let single = body.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'"));
    let bytes = body.strip_prefix(b"b'").and_then(|rest| rest.strip_suffix(b"'"));
    if let Some(inner) = bytes.or(single) {
        let evidence = "the body is in quotes, as a language prints a string";
        found.add(0, inner.to_vec(), Code::BodyStringEscaped, evidence);
        let unescaped = String::from_utf8_lossy(inner).replace("\\'", "'").replace("\\\\", "\\");
        found.add(0, unescaped.into_bytes(), Code::BodyStringEscaped, evidence);
    }
    html(body, found);
}

/// Takes one backslash off each escaped character.
fn unslashed(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}

/// Undoes the escaping of HTML.
fn html(body: &[u8], found: &mut Originals<'_>) {
    let Ok(text) = core::str::from_utf8(body) else { return };
    let plain = unescaped(text);
    if plain != text {
        let evidence = "the body is escaped as HTML";
        found.add(1, plain.into_bytes(), Code::BodyStringEscaped, evidence);
    }
}

/// Returns a text without the escapes of HTML.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    for (entity, character) in [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#43;", "+"),
        ("&#61;", "="),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, character);
    }
    plain
}

/// Takes the body out of the event that a gateway, a queue or a function platform makes of it.
fn events(body: &[u8], found: &mut Originals<'_>) {
    let Ok(Value::Object(event)) = serde_json::from_slice::<Value>(body) else { return };
    for name in ["body", "Body", "rawBody", "raw_body", "Message", "message", "payload", "data"] {
        match event.get(name) {
            Some(Value::String(text)) => {
                let evidence = format!(
                    "the body is an event whose member `{name}` is a string of {} bytes",
                    text.len()
                );
                let inner = text.clone().into_bytes();
                if let Some(decoded) = decode_base64(&inner) {
                    let evidence = format!("{evidence}, in Base64");
                    found.add(1, decoded, Code::BodyBase64, &evidence);
                }
                found.add(1, inner, Code::BodyStringEscaped, &evidence);
            }
            Some(inner @ (Value::Object(_) | Value::Array(_))) => {
                let evidence = format!("the body is an event with the signed body in `{name}`");
                let inner = inner.to_string().into_bytes();
                found.add(3, inner, Code::BodyJsonReserialised, &evidence);
            }
            _ => {}
        }
    }
}
