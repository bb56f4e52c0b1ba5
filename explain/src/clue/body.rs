//! What a body shows.

use crate::body::{Document, declared, decompress, printable};
use crate::candidate::{Candidate, Change};
use crate::code::Code;

/// Explains a body that shows that it was changed.
pub(crate) fn of_body(received: &Candidate, length: Option<usize>) -> Option<Change> {
    let body = &received.body;
    let trimmed = body.trim_ascii();
    let json = serde_json::from_slice::<serde::de::IgnoredAny>(trimmed);
    let is_json = json.is_ok();
    let kind = received.text("content-type").unwrap_or_default().to_ascii_lowercase();
    if body.is_empty() {
        let evidence = "the body is empty: it may have been read before, or lost in a redirect";
        return Some(Change::new(Code::BodyEmpty, evidence));
    }
    if let Some(change) = coding(received) {
        return Some(change);
    }
    if let Some(change) = text(body, &kind) {
        return Some(change);
    }
    if is_decoded_form(trimmed, &kind, is_json, length.is_some_and(|length| length > body.len())) {
        let evidence = "the form has characters that are always encoded when it is sent";
        return Some(Change::new(Code::BodyFormDecoded, evidence));
    }
    let is_cut = json.as_ref().is_err_and(serde_json::Error::is_eof)
        && trimmed.first().is_some_and(|first| matches!(first, b'{' | b'['));
    match length {
        Some(length) if length > body.len() && !is_json => {
            let evidence = format!("{length} bytes were declared, and {} arrived", body.len());
            return Some(Change::new(Code::BodyTruncated, evidence));
        }
        _ if is_cut => {
            let evidence = format!("the JSON is incomplete: it ends after {} bytes", body.len());
            return Some(Change::new(Code::BodyTruncated, evidence));
        }
        Some(length) if is_replaced(body, length) => {
            let evidence = format!(
                "{length} bytes were declared and {} arrived, with `?` in them: characters that \
                 are not ASCII may have been replaced",
                body.len()
            );
            return Some(Change::new(Code::BodyCharset, evidence));
        }
        Some(length) if length != body.len() && is_json => {
            let evidence = format!(
                "{length} bytes were declared, and the JSON that arrived has {}",
                body.len()
            );
            return Some(Change::new(Code::BodyJsonReserialised, evidence));
        }
        _ => {}
    }
    printed(trimmed, &kind, is_json)
}

/// Returns `true` if question marks may have replaced the missing bytes.
fn is_replaced(body: &[u8], length: usize) -> bool {
    let marks = body.iter().filter(|byte| **byte == b'?').count();
    let missing = length.saturating_sub(body.len());
    body.is_ascii() && (1..=3 * marks).contains(&missing)
}

fn coding(received: &Candidate) -> Option<Change> {
    let compressed = decompress(&received.body).map(|(_, form)| form);
    match (declared(received), compressed) {
        (_, Some(form)) => {
            Some(Change::new(Code::BodyCompressed, format!("the body is compressed ({form})")))
        }
        (Some(coding), None) if core::str::from_utf8(&received.body).is_ok() => {
            let coding = printable(coding);
            let evidence = format!("`content-encoding` says `{coding}`, but the body is text");
            Some(Change::new(Code::BodyDecompressed, evidence))
        }
        (Some(coding), None) => {
            let evidence = format!("the body is compressed (`{}`)", printable(coding));
            Some(Change::new(Code::BodyCompressed, evidence))
        }
        (None, None) => None,
    }
}

/// Explains text in another encoding.
fn text(body: &[u8], kind: &str) -> Option<Change> {
    match core::str::from_utf8(body) {
        Ok(text) => {
            let at = text.find('\u{fffd}')?;
            let evidence = format!(
                "byte {at} is a replacement character (U+FFFD): the body was read in the wrong \
                 character encoding, and what was there is lost"
            );
            Some(Change::new(Code::BodyCharset, evidence))
        }
        Err(error) if error.error_len().is_none() => {
            let evidence =
                format!("the body ends in the middle of a character, after {} bytes", body.len());
            Some(Change::new(Code::BodyTruncated, evidence))
        }
        Err(error) if kind.contains("json") || kind.starts_with("text/") || kind.is_empty() => {
            let evidence = format!("the body is not UTF-8 from byte {} on", error.valid_up_to());
            Some(Change::new(Code::BodyCharset, evidence))
        }
        Err(_) => None,
    }
}

/// Explains a body that a language printed, or that is not what its type says.
fn printed(body: &[u8], kind: &str, is_json: bool) -> Option<Change> {
    let text = core::str::from_utf8(body).ok()?;
    let is_value = !is_json
        && (text.starts_with("[object ")
            || text.starts_with("{'")
            || text.starts_with("[{'")
            || text.starts_with("{:")
            || text.starts_with("map[")
            || text.starts_with("Array\n")
            || text.starts_with("#<")
            || text.contains("\"=>"));
    if is_value {
        let evidence = "the body is a value that a programming language printed, not what was sent";
        return Some(Change::new(Code::BodyJsonReserialised, evidence));
    }
    if is_json && kind.contains("x-www-form-urlencoded") {
        let evidence = "`content-type` says that the body is a form, and it is JSON";
        return Some(Change::new(Code::BodyFormDecoded, evidence));
    }
    let is_form = !is_json && text.contains('=') && !text.starts_with(['{', '[', '<', '"']);
    if is_form && kind.contains("json") {
        let evidence = "`content-type` says that the body is JSON, and it is a form";
        return Some(Change::new(Code::BodyFormDecoded, evidence));
    }
    None
}

/// Returns `true` for a form with characters that no encoder leaves as they are, or few do.
fn is_decoded_form(body: &[u8], kind: &str, is_json: bool, is_shorter: bool) -> bool {
    let is_form = !is_json && kind.contains("x-www-form-urlencoded") && body.contains(&b'=');
    let is_plain = |byte: &u8| match byte {
        b' ' | b'{' | b'"' | b'<' | b'>' | b'[' | b'#' | b'|' => true,
        b'/' | b':' | b'@' | b',' | b'!' | b'?' => is_shorter && !body.contains(&b'%'),
        byte => !byte.is_ascii(),
    };
    is_form && body.iter().any(is_plain)
}

/// Describes signs of re-serialised JSON, which a genuine sender may produce too.
pub(crate) fn of_json(received: &Candidate) -> Option<Change> {
    let body = received.body.trim_ascii();
    let document = Document::parse(body)?;
    let text = core::str::from_utf8(body).ok()?;
    let evidence = if document.is_sorted() {
        "the members of the JSON are in alphabetical order, as a parser may have put them"
    } else if text.contains("\": ") && !text.contains('\n') {
        "the JSON has spaces after `,` and `:`, as Python writes it"
    } else {
        return None;
    };
    Some(Change::new(Code::BodyJsonReserialised, evidence))
}
