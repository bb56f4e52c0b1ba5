//! Bytes looked at many at a time, where `core` has no way to look at many, and no crate for it
//! without its features.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Where a byte is found first.
#[inline]
pub(crate) fn position_of(byte: u8, text: &[u8]) -> Option<usize> {
    let lacks = |many: &&[u8; 32]| !many.iter().fold(false, |any, other| any | (*other == byte));
    let skipped = text.as_chunks().0.iter().take_while(lacks).count() * 32;
    let (words, rest) = text.get(skipped..)?.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        // The lowest byte that is zero is found: its highest bit is set by the borrow.
        let differing = u64::from_le_bytes(*word) ^ (u64::from(byte) * ONES);
        let zeros = differing.wrapping_sub(ONES) & !differing & TOPS;
        if zeros != 0 {
            return Some(skipped + at * 8 + zeros.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|&other| other == byte)?;
    Some(skipped + words.len() * 8 + at)
}

/// The number that these digits are, and nothing else: up to 19, as so many fit 64 bits whatever
/// they are.
#[inline]
pub(crate) fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut number = 0_u64;
    let mut all = true;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        // It wraps only where something is no digit.
        number = u64::wrapping_add(number.wrapping_mul(10), digit.into());
        all &= digit < 10;
    }
    all.then_some(number)
}

/// Whether two texts are the same, by looking at their ends and at what is between them: for a
/// dozen letters, that takes less than to call the C library. Not for secrets, as it stops where
/// they differ.
#[inline(always)]
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // The longest first, as names of header fields are.
    if one.len() > 32 {
        one == other
    } else if one.len() >= 16 {
        have_equal_ends::<16>(one, other)
    } else if one.len() >= 8 {
        have_equal_ends::<8>(one, other)
    } else if one.len() >= 4 {
        have_equal_ends::<4>(one, other)
    } else {
        one.iter().zip(other).all(|(one, other)| one == other)
    }
}

/// For texts of which that is all, because there are twice as many bytes in them at most.
#[inline(always)]
fn have_equal_ends<const N: usize>(one: &[u8], other: &[u8]) -> bool {
    (one.first_chunk::<N>() == other.first_chunk::<N>())
        & (one.last_chunk::<N>() == other.last_chunk::<N>())
}

/// Whether all bytes are between these two of ASCII, or one of them.
#[inline]
pub(crate) fn is_within(text: &[u8], first: u8, last: u8) -> bool {
    let word_is = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        let low = word & !TOPS;
        // A byte's top bit is set where it is at least `first`, and where it is above `last`: no
        // byte carries into the next.
        let from = low + u64::from(0x80 - first) * ONES;
        let above = low + u64::from(0x7f - last) * ONES;
        from & !above & !word & TOPS == TOPS
    };
    match text.last_chunk() {
        // The last eight may have been looked at before.
        Some(end) => text.as_chunks().0.iter().all(word_is) && word_is(end),
        None => text.iter().all(|byte| (first..=last).contains(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    /// Whatever byte stands in whatever place, among whatever others, the standard library says the
    /// same.
    #[test]
    fn every_byte_in_every_place() {
        for length in (0..20).chain([32, 33, 40, 70]) {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    for other in [0, 1, b',', b'-', 0x7f, 0x80, 0xac, 0xff] {
                        let mut text = vec![other; length];
                        text[at] = byte;
                        for sought in [b',', b' ', b';'] {
                            let right = text.iter().position(|&byte| byte == sought);
                            assert_eq!(position_of(sought, &text), right, "{text:?}");
                        }
                        for (first, last) in [(b' ', b'~'), (b'0', b'9'), (0, 0x7f), (b'-', b'-')] {
                            let right = text.iter().all(|byte| (first..=last).contains(byte));
                            assert_eq!(is_within(&text, first, last), right, "{text:?}");
                        }
                    }
                }
            }
        }
        assert!(is_within(b"", b'0', b'9'));
        assert_eq!(position_of(b',', b""), None);
    }

    #[test]
    fn texts_are_equal_if_every_byte_is() {
        for length in 0..70 {
            let text: Vec<u8> = (1..).take(length).collect();
            assert!(equal(&text, &text.clone()), "{length}");
            for at in 0..length {
                let mut other = text.clone();
                other[at] = 0;
                assert!(!equal(&text, &other), "{length}, {at}");
                assert!(!equal(&text, &text[..at]), "{length}, {at}");
            }
        }
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
