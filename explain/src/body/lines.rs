//! Newlines, line ends and byte order marks.

use super::Originals;
use crate::code::Code;

const BOM: &[u8] = b"\xef\xbb\xbf";

pub(super) fn add(body: &[u8], found: &mut Originals<'_>) {
    if let Some(rest) = body.strip_prefix(BOM) {
        found.add(0, rest.to_vec(), Code::BodyBom, "a byte order mark was added at the start");
    }
    removed(body, found);
    added(body, found);
    converted(body, found);
    if !body.starts_with(BOM) {
        let marked = [BOM, body].concat();
        found.add(3, marked, Code::BodyBom, "the byte order mark at the start was removed");
    }
}

/// Undoes the addition of a newline.
fn removed(body: &[u8], found: &mut Originals<'_>) {
    for (newline, name) in [(&b"\r\n"[..], "CRLF"), (b"\n", "LF"), (b"\r", "CR")] {
        if let Some(rest) = body.strip_suffix(newline) {
            let evidence = format!("the body ends with a newline ({name}) that was not signed");
            found.add(1, rest.to_vec(), Code::BodyNewlineAdded, &evidence);
        }
        if let Some(rest) = body.strip_prefix(newline) {
            let evidence = format!("the body begins with a newline ({name}) that was not signed");
            found.add(2, rest.to_vec(), Code::BodyNewlineAdded, &evidence);
        }
    }
    let trimmed = body.trim_ascii_end();
    let evidence = format!(
        "the body ends with {} bytes of white space that were not signed",
        body.len() - trimmed.len()
    );
    found.add(2, trimmed.to_vec(), Code::BodyNewlineAdded, &evidence);
    let trimmed = body.trim_ascii();
    let evidence = "the body is surrounded by white space that was not signed";
    found.add(2, trimmed.to_vec(), Code::BodyNewlineAdded, evidence);
}

/// Undoes the removal of a newline.
fn added(body: &[u8], found: &mut Originals<'_>) {
    for (rank, newline, name) in [
        (1, &b"\n"[..], "a newline (LF)"),
        (2, b"\r\n", "a newline (CRLF)"),
        (4, b"\n\n", "two newlines (LF)"),
        (4, b"\r\n\r\n", "two newlines (CRLF)"),
        (5, b"\r", "a newline (CR)"),
        (5, b" ", "a space"),
    ] {
        let evidence = format!("{name} was signed after the body, and did not arrive");
        let whole = [body, newline].concat();
        found.add(rank, whole, Code::BodyNewlineRemoved, &evidence);
    }
    let whole = [b"\n", body].concat();
    let evidence = "a newline (LF) was signed before the body, and did not arrive";
    found.add(5, whole, Code::BodyNewlineRemoved, evidence);
}

/// Undoes the conversion of line ends.
fn converted(body: &[u8], found: &mut Originals<'_>) {
    let with_lf = replace(body, b"\r\n", b"\n");
    let evidence = "the body has CRLF line ends, and was signed with LF";
    found.add(1, with_lf.clone(), Code::BodyCrlf, evidence);
    let evidence = "the body has LF line ends, and was signed with CRLF";
    found.add(1, replace(&with_lf, b"\n", b"\r\n"), Code::BodyCrlf, evidence);
    // All but the last line end may have been converted, or only that one.
    if let Some(inner) = with_lf.strip_suffix(b"\n") {
        let inner = replace(inner, b"\n", b"\r\n");
        found.add(5, [&inner[..], b"\n"].concat(), Code::BodyCrlf, evidence);
    }
    let evidence = "the body has LF or CRLF line ends, and was signed with CR";
    found.add(6, replace(&with_lf, b"\n", b"\r"), Code::BodyCrlf, evidence);
    let evidence = "the body has CR line ends, and was signed with LF";
    found.add(5, replace(&with_lf, b"\r", b"\n"), Code::BodyCrlf, evidence);
    let evidence = "the line ends of the body were doubled";
    found.add(5, replace(body, b"\r\r\n", b"\r\n"), Code::BodyCrlf, evidence);
    found.add(5, replace(&with_lf, b"\n\n", b"\n"), Code::BodyCrlf, evidence);
    let evidence = "the line ends of the body were removed";
    for (from, to) in [("\\r\\n", "\r\n"), ("\\n", "\n")] {
        let unescaped = replace(body, from.as_bytes(), to.as_bytes());
        let evidence = if unescaped == body { evidence } else { "line ends are escaped as `\\n`" };
        found.add(6, unescaped, Code::BodyStringEscaped, evidence);
    }
}

/// Replaces every occurrence of a text.
pub(super) fn replace(body: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(body.len());
    let mut start = 0;
    for at in memchr::memmem::find_iter(body, from) {
        replaced.extend_from_slice(body.get(start..at).unwrap_or_default());
        replaced.extend_from_slice(to);
        start = at + from.len();
    }
    replaced.extend_from_slice(body.get(start..).unwrap_or_default());
    replaced
}
