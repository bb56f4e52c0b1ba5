//! Checks many bytes at a time.
//!
//! The standard library has no functions for this.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Parses a number of at most 19 digits, without any other character.
///
/// 64 bits can represent every number of 19 digits.
#[inline]
pub(crate) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut number = 0_u64;
    let mut all = true;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        // It wraps only if one of the bytes is not a digit.
        number = u64::wrapping_add(number.wrapping_mul(10), digit.into());
        all &= digit < 10;
    }
    all.then_some(number)
}

/// Returns `true` if all bytes are in this inclusive range of ASCII.
#[inline]
pub(crate) fn is_within(text: &[u8], first: u8, last: u8) -> bool {
    let word_is = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        let low = word & !TOPS;
        // The top bit of each byte is set in `from` if the byte is at least `first`, and in `above`
        // if it is above `last`. No sum carries into the next byte.
        let from = low + u64::from(0x80 - first) * ONES;
        let above = low + u64::from(0x7f - last) * ONES;
        from & !above & !word & TOPS == TOPS
    };
    match text.last_chunk() {
        // Some of the last eight bytes may be checked twice.
        Some(end) => text.as_chunks().0.iter().all(word_is) && word_is(end),
        None => text.iter().all(|byte| (first..=last).contains(byte)),
    }
}

/// Returns JSON without the UTF-8 byte order mark that some senders put before it.
///
/// [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1) lets a reader ignore
/// it.
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    /// The result is that of the standard library, for any byte at any position among others.
    #[test]
    fn every_byte_at_every_position() {
        for length in (0..20).chain([32, 33, 40, 70]) {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    for other in [0, 1, b',', b'-', 0x7f, 0x80, 0xac, 0xff] {
                        let mut text = vec![other; length];
                        text[at] = byte;
                        for (first, last) in [(b' ', b'~'), (b'0', b'9'), (0, 0x7f), (b'-', b'-')] {
                            let right = text.iter().all(|byte| (first..=last).contains(byte));
                            assert_eq!(is_within(&text, first, last), right, "{text:?}");
                        }
                    }
                }
            }
        }
        assert!(is_within(b"", b'0', b'9'));
    }

    #[test]
    fn numbers_are_digits_and_no_more_than_fit() {
        for text in ["0", "007", "42", "1764086400", "9999999999999999999"] {
            assert_eq!(number(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for text in ["", "+1", "-1", "1 ", "1_0", "1.0", "0x1", "\u{661}", "10000000000000000000"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
        for length in 0..24 {
            for at in 0..length {
                for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
                    let mut text = vec![b'9'; length];
                    text[at] = byte;
                    assert_eq!(number(&text), None, "{text:?}");
                    assert_eq!(number(&vec![byte; length]), None, "{length} of {byte}");
                }
            }
        }
    }
}
