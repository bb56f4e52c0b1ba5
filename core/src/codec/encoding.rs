//! How signatures are written as text.

use crate::codec::buffer::Buffer;
use base64ct::{Base64UrlUnpadded, Encoding as _};

/// How a signature is written as text.
///
/// Decoding is strict: exactly the bytes that the algorithm makes, in the one alphabet, with
/// nothing before, between or after them. Signatures are compared as bytes, never as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Two hexadecimal digits a byte, in either case.
    Hex,
    /// [RFC 4648 section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4) with its padding, and
    /// with the unused bits of the last digit zero.
    Base64,
    /// [RFC 4648 section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5), without padding.
    Base64Url,
}

impl Encoding {
    /// Appends the `length` bytes that `text` stands for, or says `false` and appends nothing.
    #[inline]
    pub(crate) fn decode<const N: usize>(
        self,
        text: &[u8],
        length: usize,
        into: &mut Buffer<N>,
    ) -> bool {
        into.extend_with(length, |space| self.decode_exactly(text, space))
    }

    /// Decodes the text into all of this space, or returns `false`.
    #[inline]
    pub(crate) fn decode_exactly(self, text: &[u8], space: &mut [u8]) -> bool {
        match self {
            Self::Hex => decode_hex(text, space),
            Self::Base64 => decode_base64(text, space),
            Self::Base64Url => {
                let length = space.len();
                Base64UrlUnpadded::decode(text, space).is_ok_and(|bytes| bytes.len() == length)
            }
        }
    }

    /// The bytes that `text` stands for, however many.
    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
    pub(crate) fn decode_any(self, text: &[u8]) -> Option<alloc::vec::Vec<u8>> {
        let text = core::str::from_utf8(text).ok()?;
        match self {
            Self::Hex => {
                let mut bytes = alloc::vec![0; text.len() / 2];
                decode_hex(text.as_bytes(), &mut bytes).then_some(bytes)
            }
            Self::Base64 => base64ct::Base64::decode_vec(text).ok(),
            Self::Base64Url => Base64UrlUnpadded::decode_vec(text).ok(),
        }
    }

    /// The text of these bytes, in lower case where there is a choice.
    pub(crate) fn encode(self, bytes: &[u8]) -> alloc::string::String {
        match self {
            Self::Hex => {
                let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
                bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
            }
            Self::Base64 => base64ct::Base64::encode_string(bytes),
            Self::Base64Url => Base64UrlUnpadded::encode_string(bytes),
        }
    }
}

/// Decodes hexadecimal text that must fill `into` exactly.
pub(crate) fn decode_hex(text: &[u8], into: &mut [u8]) -> bool {
    if text.len() != into.len() * 2 {
        return false;
    }
    // In pieces of one length, which compilers turn into instructions for many bytes at once.
    let (pieces, rest) = text.as_chunks::<32>();
    let (decoded, last) = into.as_chunks_mut::<16>();
    let mut all = true;
    for (piece, decoded) in pieces.iter().zip(decoded) {
        all &= decode_piece(piece, decoded);
    }
    for (&[high, low], byte) in rest.as_chunks::<2>().0.iter().zip(last) {
        all &= is_hex(high) & is_hex(low);
        *byte = hex_value(high) << 4 | hex_value(low);
    }
    all
}

/// Each step for the whole piece before the next, and one look at the end whether all are digits.
#[inline(always)]
fn decode_piece(text: &[u8; 32], into: &mut [u8; 16]) -> bool {
    let (mut values, mut strange) = ([0; 32], [false; 32]);
    for ((value, strange), &byte) in values.iter_mut().zip(&mut strange).zip(text) {
        (*value, *strange) = (hex_value(byte), !is_hex(byte));
    }
    for (pair, byte) in values.as_chunks::<2>().0.iter().zip(into) {
        // As one number, the first digit of which is its low half: compilers see through this, and
        // not through two bytes.
        let pair = u16::from_le_bytes(*pair);
        let [both, _] = (pair << 4 | pair >> 8).to_le_bytes();
        *byte = both;
    }
    !strange.iter().fold(false, |any, one| any | one)
}

#[inline(always)]
const fn is_hex(byte: u8) -> bool {
    (byte.wrapping_sub(b'0') < 10) | is_letter(byte)
}

#[inline(always)]
const fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 6
}

/// The value of a digit; nothing of meaning, if it is none. The letters begin at 1 where the digits
/// begin at 0.
#[inline(always)]
const fn hex_value(byte: u8) -> u8 {
    (byte & 0x0f) + ((is_letter(byte) as u8).wrapping_neg() & 9)
}

/// Decodes Base64 with its padding, in its one spelling, that must fill `into` exactly. What a
/// signature says is no secret, so this looks into a table; secrets are decoded by `base64ct`,
/// which does not.
fn decode_base64(text: &[u8], into: &mut [u8]) -> bool {
    if text.len() != into.len().div_ceil(3) * 4 {
        return false;
    }
    // A character that is none has a bit that no value has, so one look at the end finds all of
    // them.
    let mut seen = 0;
    let (threes, last) = into.as_chunks_mut::<3>();
    let mut fours = text.as_chunks::<4>().0.iter();
    for (three, four) in threes.iter_mut().zip(&mut fours) {
        let [_, bytes @ ..] = quartet(*four, &mut seen).to_be_bytes();
        *three = bytes;
    }
    if let Some(&four) = fours.next() {
        // `====` would be no character at all: of four, at least two are digits.
        let [first, second, third, fourth] = four;
        let (four, padding) = match last {
            [_] => ([first, second, b'A', b'A'], [third, fourth] == *b"=="),
            _ => ([first, second, third, b'A'], fourth == b'='),
        };
        let [_, bytes @ ..] = quartet(four, &mut seen).to_be_bytes();
        let (whole, rest) = bytes.split_at(last.len().min(3));
        last.copy_from_slice(whole);
        // Bits that are left over are zero, or there were two spellings.
        if !padding || rest.iter().any(|&byte| byte != 0) {
            return false;
        }
    }
    seen & NO_DIGIT == 0
}

/// The 24 bits of four digits; nothing of meaning, if one is none.
#[inline(always)]
fn quartet(four: [u8; 4], seen: &mut u8) -> u32 {
    let values = four.map(base64_value);
    let [first, second, third, fourth] = values;
    *seen |= first | second | third | fourth;
    let [first, second, third, fourth] = values.map(u32::from);
    first << 18 | second << 12 | third << 6 | fourth
}

/// A bit that no value of a Base64 digit has.
const NO_DIGIT: u8 = 0x80;

#[inline(always)]
fn base64_value(digit: u8) -> u8 {
    static VALUES: [u8; 256] = values();
    const fn values() -> [u8; 256] {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut values = [NO_DIGIT; 256];
        let mut at = 0;
        while at < alphabet.len() {
            #[allow(
                clippy::indexing_slicing,
                reason = "`at` is below the length, and a byte below 256"
            )]
            let slot = &mut values[alphabet[at] as usize];
            *slot = at as u8;
            at += 1;
        }
        values
    }
    VALUES.get(usize::from(digit)).copied().unwrap_or(NO_DIGIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};
    use base64ct::Base64;

    fn decoded(encoding: Encoding, text: &str, length: usize) -> Option<Vec<u8>> {
        let mut buffer = Buffer::<64>::new();
        encoding.decode(text.as_bytes(), length, &mut buffer).then(|| buffer.as_slice().to_vec())
    }

    #[test]
    fn hex_is_exact() {
        assert_eq!(decoded(Encoding::Hex, "00fF7a", 3), Some(vec![0, 255, 0x7a]));
        for text in [
            "",
            "0",
            "00f",
            "00ff7",
            "00ff7aa",
            "00ff7a00",
            "0x0000",
            "+f00ff",
            " 0ff7a",
            "zz0000",
            "00ff\u{e9}",
        ] {
            assert_eq!(decoded(Encoding::Hex, text, 3), None, "{text:?}");
        }
    }

    /// Whatever stands in whatever place is judged as the standard library judges it.
    #[test]
    fn every_byte_is_a_digit_or_none() {
        for length in 1..=20 {
            for at in 0..length * 2 {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'7'; length * 2];
                    text[at] = byte;
                    let mut bytes = vec![0; length];
                    let digit = char::from(byte).to_digit(16).filter(|_| byte.is_ascii());
                    assert_eq!(decode_hex(&text, &mut bytes), digit.is_some(), "{byte}");
                    if let Some(digit) = digit {
                        let mut right = vec![0x77; length];
                        let (half, other) =
                            if at % 2 == 0 { (digit << 4, 7) } else { (digit, 0x70) };
                        right[at / 2] = u8::try_from(half | other).unwrap();
                        assert_eq!(bytes, right);
                    }
                }
            }
        }
    }

    /// As another decoder says, whatever stands in whatever place.
    #[test]
    fn base64_is_what_another_decoder_takes() {
        for length in [1, 2, 3, 20, 32, 64] {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 37 + 11) as u8).collect();
            let text = Base64::encode_string(&bytes).into_bytes();
            for at in 0..text.len() {
                for byte in 0..=u8::MAX {
                    let mut changed = text.clone();
                    changed[at] = byte;
                    let (mut ours, mut theirs) = (vec![0; length], vec![0; length + 3]);
                    let theirs = Base64::decode(&changed, &mut theirs).ok();
                    let theirs = theirs.filter(|bytes| bytes.len() == length);
                    assert_eq!(
                        decode_base64(&changed, &mut ours),
                        theirs.is_some(),
                        "{at}: {byte}"
                    );
                    if let Some(theirs) = theirs {
                        assert_eq!(ours, theirs);
                    }
                }
            }
            for cut in 0..text.len() {
                assert!(!decode_base64(&text[..cut], &mut vec![0; length]), "{cut}");
            }
        }
    }

    #[test]
    fn base64_is_canonical() {
        assert_eq!(decoded(Encoding::Base64, "/+8=", 2), Some(vec![0xff, 0xef]));
        for text in ["/+8", "/+9=", "_-8=", "/+8=\n", " /+8=", "/+8==", "!+8=", "/+8=/+8=", ""] {
            assert_eq!(decoded(Encoding::Base64, text, 2), None, "{text:?}");
        }
        assert_eq!(decoded(Encoding::Base64Url, "_-8", 2), Some(vec![0xff, 0xef]));
        for text in ["/+8", "_-8=", "_-9"] {
            assert_eq!(decoded(Encoding::Base64Url, text, 2), None, "{text:?}");
        }
    }
}
