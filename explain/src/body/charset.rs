//! Text that was converted between character encodings.

use super::Originals;
use crate::code::Code;
use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use unicode_normalization::UnicodeNormalization as _;

pub(super) fn add(body: &[u8], found: &mut Originals<'_>) {
    utf16(body, found);
    match core::str::from_utf8(body) {
        Ok(text) if !text.is_ascii() => from_utf8(text, found),
        Ok(text) => {
            let evidence = "the body is UTF-8, and was signed as UTF-16";
            found.add(7, utf16_of(text, u16::to_le_bytes, false), Code::BodyCharset, evidence);
            found.add(8, utf16_of(text, u16::to_be_bytes, false), Code::BodyCharset, evidence);
        }
        Err(error) => to_utf8(body, error.valid_up_to(), found),
    }
}

/// Converts UTF-8 to what it may have been before.
fn from_utf8(text: &str, found: &mut Originals<'_>) {
    let evidence = "the body is UTF-8, and was signed in ISO 8859-1, or as the UTF-8 that was read \
                    as ISO 8859-1";
    let latin: Option<Vec<u8>> =
        text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    if let Some(latin) = latin {
        if let Ok(inner) = core::str::from_utf8(&latin) {
            let evidence = "UTF-8 was read as ISO 8859-1 and converted to UTF-8 again";
            found.add(0, inner.as_bytes().to_vec(), Code::BodyCharset, evidence);
            // Some do so twice.
            let again: Option<Vec<u8>> =
                inner.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
            if let Some(again) = again {
                found.add(2, again, Code::BodyCharset, evidence);
            }
        }
        found.add(1, latin, Code::BodyCharset, evidence);
    }
    let evidence = "letters and their accents were put together, or taken apart (Unicode NFC, NFD)";
    found.add(4, text.nfc().collect::<String>().into_bytes(), Code::BodyCharset, evidence);
    found.add(4, text.nfd().collect::<String>().into_bytes(), Code::BodyCharset, evidence);
    for (rank, encoding) in (1..).zip([WINDOWS_1252, WINDOWS_1251, SHIFT_JIS, GBK, EUC_KR, BIG5]) {
        if let Some(encoded) = encode(text, encoding) {
            let evidence = format!(
                "the body is UTF-8, and was signed in {name}, or as the UTF-8 that was read as \
                 {name}",
                name = encoding.name()
            );
            found.add(rank, encoded, Code::BodyCharset, &evidence);
        }
    }
    let evidence = "the body is UTF-8, and was signed as UTF-16";
    for (rank, marked) in [(5, false), (6, true)] {
        found.add(rank, utf16_of(text, u16::to_le_bytes, marked), Code::BodyCharset, evidence);
        found.add(rank, utf16_of(text, u16::to_be_bytes, marked), Code::BodyCharset, evidence);
    }
}

fn encode(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let (encoded, _, is_lossy) = encoding.encode(text);
    (!is_lossy).then(|| encoded.into_owned())
}

fn utf16_of(text: &str, bytes: fn(u16) -> [u8; 2], marked: bool) -> Vec<u8> {
    let mark = marked.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Converts what is not UTF-8 to UTF-8.
fn to_utf8(body: &[u8], valid: usize, found: &mut Originals<'_>) {
    let latin: String = body.iter().copied().map(char::from).collect();
    let evidence = |name: &str| {
        format!(
            "the body is not UTF-8 from byte {valid} on: it was signed as UTF-8, and converted to \
             {name}"
        )
    };
    found.add(0, latin.into_bytes(), Code::BodyCharset, &evidence("ISO 8859-1"));
    for (rank, encoding) in (0..).zip([WINDOWS_1252, WINDOWS_1251, SHIFT_JIS, GBK, EUC_KR, BIG5]) {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(body);
        if let Some(text) = decoded {
            let evidence = evidence(encoding.name());
            found.add(rank, text.into_owned().into_bytes(), Code::BodyCharset, &evidence);
        }
    }
}

/// Converts UTF-16 to UTF-8.
fn utf16(body: &[u8], found: &mut Originals<'_>) {
    if !body.len().is_multiple_of(2) || !body.contains(&0) {
        return;
    }
    for read in [u16::from_le_bytes, u16::from_be_bytes] {
        let units = body.chunks(2).map(|pair| match pair {
            [first, second] => read([*first, *second]),
            _ => 0,
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        let Ok(text) = text else { continue };
        let evidence = "the body is UTF-16, and was signed as UTF-8";
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
        found.add(0, plain.as_bytes().to_vec(), Code::BodyCharset, evidence);
        found.add(1, text.into_bytes(), Code::BodyCharset, evidence);
    }
}
