//! Text encodings of signatures.

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurpose;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};

/// The text encoding of a signature.
///
/// Decoding is strict. A signature must have exactly the length that the algorithm gives and use
/// one alphabet, with nothing before, between or after its digits. Signatures are compared as
/// bytes, never as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Two hexadecimal digits per byte, in either case.
    Hex,
    /// Base64 with padding, and with the unused bits of the last digit zero.
    ///
    /// See [RFC 4648 section 4](https://www.rfc-editor.org/rfc/rfc4648#section-4).
    Base64,
    /// URL-safe Base64 without padding.
    ///
    /// See [RFC 4648 section 5](https://www.rfc-editor.org/rfc/rfc4648#section-5).
    Base64Url,
    /// Two hexadecimal digits per byte, in upper case. Lower case is rejected.
    HexUpper,
    /// Base64 without padding. Padding is rejected.
    Base64Unpadded,
    /// URL-safe Base64 with padding. A missing `=` is rejected.
    Base64UrlPadded,
}

impl Encoding {
    /// Decodes text that fills `space` exactly, or returns `false`.
    ///
    /// The decoders look digits up in tables, so their timing depends on the text. This reveals
    /// nothing: the sender knows its own signature, and a secret is decoded once, when it is
    /// configured.
    #[inline]
    pub(crate) fn decode_exactly(self, text: &[u8], space: &mut [u8]) -> bool {
        let length = space.len();
        match self {
            Self::Hex => decode_hex(text, space),
            Self::Base64 => BASE64_STANDARD.decode_slice(text, space) == Ok(length),
            _ => self.decode_rare(text, space),
        }
    }

    /// Does the same for the encodings that few providers use.
    #[inline(never)]
    fn decode_rare(self, text: &[u8], space: &mut [u8]) -> bool {
        let length = space.len();
        match self.base64() {
            Some(engine) => engine.decode_slice(text, space) == Ok(length),
            None => self.admits_case(text) && decode_hex(text, space),
        }
    }

    /// Returns the decoder, or `None` for hexadecimal digits.
    const fn base64(self) -> Option<&'static GeneralPurpose> {
        match self {
            Self::Hex | Self::HexUpper => None,
            Self::Base64 => Some(&BASE64_STANDARD),
            Self::Base64Unpadded => Some(&BASE64_STANDARD_NO_PAD),
            Self::Base64Url => Some(&BASE64_URL_SAFE_NO_PAD),
            Self::Base64UrlPadded => Some(&BASE64_URL_SAFE),
        }
    }

    /// Returns `true` if hexadecimal digits have a case that this encoding allows.
    fn admits_case(self, text: &[u8]) -> bool {
        self != Self::HexUpper || !text.iter().any(u8::is_ascii_lowercase)
    }

    /// Returns the bytes that `text` encodes, of any length.
    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
    pub(crate) fn decode_any(self, text: &[u8]) -> Option<alloc::vec::Vec<u8>> {
        match self.base64() {
            Some(engine) => engine.decode(text).ok(),
            None => {
                let mut bytes = alloc::vec![0; text.len() / 2];
                (self.admits_case(text) && decode_hex(text, &mut bytes)).then_some(bytes)
            }
        }
    }

    /// Encodes these bytes. Hexadecimal digits are in lower case, unless the encoding is
    /// [`Self::HexUpper`].
    #[must_use]
    pub fn encode(self, bytes: &[u8]) -> alloc::string::String {
        match self.base64() {
            Some(engine) => engine.encode(bytes),
            None if self == Self::HexUpper => const_hex::encode_upper(bytes),
            None => const_hex::encode(bytes),
        }
    }
}

/// Decodes hexadecimal digits that fill `into` exactly.
pub(crate) fn decode_hex(text: &[u8], into: &mut [u8]) -> bool {
    // The length is checked first, because the decoder strips a prefix `0x`. Text of the right
    // length is then too short.
    text.len() == into.len() * 2 && const_hex::decode_to_slice(text, into).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};
    use base64ct::{Base64, Encoding as _};

    fn decoded(encoding: Encoding, text: &str, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        encoding.decode_exactly(text.as_bytes(), &mut bytes).then_some(bytes)
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

    /// The result is that of the standard library, for any byte at any position.
    #[test]
    fn every_byte_is_a_digit_or_rejected() {
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

    /// The result is that of another decoder, for any byte at any position.
    #[test]
    fn base64_is_what_another_decoder_accepts() {
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
                        Encoding::Base64.decode_exactly(&changed, &mut ours),
                        theirs.is_some(),
                        "{at}: {byte}"
                    );
                    if let Some(theirs) = theirs {
                        assert_eq!(ours, theirs);
                    }
                }
            }
            for cut in 0..text.len() {
                assert!(
                    !Encoding::Base64.decode_exactly(&text[..cut], &mut vec![0; length]),
                    "{cut}"
                );
            }
        }
    }

    /// Each encoding accepts its own form, and the form of another only if both are the same text.
    #[test]
    fn an_encoding_accepts_only_its_own_form() {
        use Encoding::{Base64, Base64Unpadded, Base64Url, Base64UrlPadded, Hex, HexUpper};
        let forms = [
            (Hex, "fbefbe"),
            (Hex, "FBEFBE"),
            (HexUpper, "FBEFBE"),
            (Base64, "++++"),
            (Base64Unpadded, "++++"),
            (Base64Url, "----"),
            (Base64UrlPadded, "----"),
        ];
        let padded = [
            (Hex, "ff"),
            (Hex, "FF"),
            (HexUpper, "FF"),
            (Base64, "/w=="),
            (Base64Unpadded, "/w"),
            (Base64Url, "_w"),
            (Base64UrlPadded, "_w=="),
        ];
        let all = [Hex, HexUpper, Base64, Base64Unpadded, Base64Url, Base64UrlPadded];
        for (forms, bytes) in [(&forms[..], &[0xfb, 0xef, 0xbe][..]), (&padded, &[0xff])] {
            for encoding in all {
                let own = encoding.encode(bytes);
                assert!(forms.contains(&(encoding, own.as_str())), "{own}");
                for (_, text) in forms {
                    let right = forms.contains(&(encoding, *text)).then(|| bytes.to_vec());
                    assert_eq!(decoded(encoding, text, bytes.len()), right, "{encoding:?} {text}");
                    #[cfg(any(feature = "ecdsa", feature = "rsa"))]
                    assert_eq!(encoding.decode_any(text.as_bytes()), right);
                }
            }
        }
        // The unused bits of the last digit are zero.
        for (encoding, text) in [(Base64Unpadded, "/x"), (Base64UrlPadded, "_x==")] {
            assert_eq!(decoded(encoding, text, 1), None, "{text}");
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
