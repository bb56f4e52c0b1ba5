//! How signatures are written as text.

use crate::buffer::Buffer;
use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};

/// How a signature is written as text.
///
/// Decoding is strict: exactly the bytes that the algorithm makes, in the one alphabet, with nothing before,
/// between or after them. Signatures are compared as bytes, never as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Two hexadecimal digits a byte, in either case.
    Hex,
    /// [RFC 4648 section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4) with its padding, and with the
    /// unused bits of the last digit zero.
    Base64,
    /// [RFC 4648 section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5), without padding.
    Base64Url,
}

/// The longest signature there is room for, in bytes: a MAC of 512 bits.
const LONGEST: usize = 64;

impl Encoding {
    /// Appends the `length` bytes that `text` stands for, or says `false` and appends nothing.
    pub(crate) fn decode<const N: usize>(
        self,
        text: &[u8],
        length: usize,
        into: &mut Buffer<N>,
    ) -> bool {
        let mut space = [0; LONGEST];
        let Some(space) = space.get_mut(..length) else { return false };
        let exact = match self {
            Self::Hex => decode_hex(text, space),
            Self::Base64 => Base64::decode(text, space).is_ok_and(|bytes| bytes.len() == length),
            Self::Base64Url => {
                Base64UrlUnpadded::decode(text, space).is_ok_and(|bytes| bytes.len() == length)
            }
        };
        if exact {
            into.extend(space);
        }
        exact
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
            Self::Base64 => Base64::decode_vec(text).ok(),
            Self::Base64Url => Base64UrlUnpadded::decode_vec(text).ok(),
        }
    }

    /// The text of these bytes, in lower case where there is a choice.
    #[cfg(any(feature = "generate", feature = "json", feature = "sign"))]
    pub(crate) fn encode(self, bytes: &[u8]) -> alloc::string::String {
        match self {
            Self::Hex => {
                let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
                bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
            }
            Self::Base64 => Base64::encode_string(bytes),
            Self::Base64Url => Base64UrlUnpadded::encode_string(bytes),
        }
    }
}

/// Decodes hexadecimal text that must fill `into` exactly.
pub(crate) fn decode_hex(text: &[u8], into: &mut [u8]) -> bool {
    let (pairs, rest) = text.as_chunks::<2>();
    if !rest.is_empty() || pairs.len() != into.len() {
        return false;
    }
    // A digit that is none has the bits of `0xf0`, so one look at the end finds all of them.
    let mut seen = 0;
    for ([high, low], byte) in pairs.iter().zip(into) {
        let (high, low) = (hex_value(*high), hex_value(*low));
        seen |= high | low;
        *byte = high << 4 | low;
    }
    seen < 16
}

const fn hex_value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0xf0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};

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
