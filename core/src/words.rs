//! Bytes looked at eight at a time, where `core` has no way to look at many, and no crate for it without its features.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Where a byte is found first.
#[inline]
pub(crate) fn position_of(byte: u8, text: &[u8]) -> Option<usize> {
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        // The lowest byte that is zero is found: its highest bit is set by the borrow.
        let differing = u64::from_le_bytes(*word) ^ (u64::from(byte) * ONES);
        let zeros = differing.wrapping_sub(ONES) & !differing & TOPS;
        if zeros != 0 {
            return Some(at * 8 + zeros.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|&other| other == byte)?;
    Some(words.len() * 8 + at)
}

/// Whether all bytes are between these two of ASCII, or one of them.
#[inline]
pub(crate) fn is_within(text: &[u8], first: u8, last: u8) -> bool {
    let word_is = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        let low = word & !TOPS;
        // A byte's top bit is set where it is at least `first`, and where it is above `last`: no byte carries into the next.
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

    /// Whatever byte stands in whatever place, among whatever others, the standard library says the same.
    #[test]
    fn every_byte_in_every_place() {
        for length in 0..20 {
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
}
