//! The strict syntax of the variable parts of signed content.

use crate::codec::bytes::is_within;
use crate::scheme::unsound::{UnsoundScheme, check, ensure, sound};
use memchr::memchr;

/// The syntax of a variable part of signed content: the allowed bytes, and the length.
///
/// Signed content is a concatenation. If a part could contain the text that follows it, an attacker
/// could take an authentic delivery and split its signed bytes at another position: `17.5` before
/// `.{"v":1}` and `17` before `.5.{"v":1}` are the same bytes under the same signature. A strict
/// syntax makes the split unique. A scheme whose parts it does not separate does not compile (see
/// [`crate::SchemeBuilder::build`]).
///
/// ```
/// use verihook::Syntax;
///
/// const MESSAGE_ID: Syntax = Syntax::visible().except(".").length(1, 256);
/// assert!(MESSAGE_ID.admits(b"msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"));
/// assert!(!MESSAGE_ID.admits(b"msg.1649367553"));
/// assert!(!MESSAGE_ID.admits(b""));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Syntax {
    /// Bit `n` is set if byte `n` is allowed. Only ASCII can be.
    bytes: u128,
    /// The first and the last allowed byte, if no more than one byte between them is missing.
    range: Option<(u8, u8, Option<u8>)>,
    min: u16,
    max: u16,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bytes,
    /// Digits without a leading zero, so that each number has exactly one form.
    Number,
    Rfc3339,
}

/// The maximum length of a variable part, in bytes.
const MAX_LEN: u16 = 1024;

impl Syntax {
    /// A decimal number: 1 to 19 digits without a leading zero.
    pub const DIGITS: Self =
        Self { kind: Kind::Number, ..Self::none().and_range(b'0', b'9').length(1, 19) };

    /// Hexadecimal digits in either case.
    pub const HEX: Self =
        Self::none().and_range(b'0', b'9').and_range(b'a', b'f').and_range(b'A', b'F');

    /// An RFC 3339 date and time, whose end is recognisable from either side.
    pub(crate) const RFC3339: Self = Self {
        kind: Kind::Rfc3339,
        ..Self::none().and_range(b'0', b'9').and("-:.TZ+").length(20, 35)
    };

    /// A date and time of one length, so that its end is known. The timestamp's parser checks more.
    pub(crate) const DATE_TIME: Self = Self::none().and_range(b'0', b'9').and("-:TZ");

    /// The same, with a space between date and time.
    pub(crate) const DATE_TIME_SPACED: Self = Self::none().and_range(b'0', b'9').and("-: ");

    /// The letters of a method.
    pub(crate) const CAPITALS: Self = Self::none().and_range(b'A', b'Z');

    /// Returns the syntax of visible ASCII: 1 to 1024 bytes, no spaces or control characters.
    #[must_use]
    pub const fn visible() -> Self {
        Self::none().and_range(0x21, 0x7e)
    }

    /// Removes these characters from the syntax.
    ///
    /// # Panics
    /// At compile time, if one of them is not ASCII.
    #[must_use]
    pub const fn except(self, characters: &str) -> Self {
        sound(self.try_except(characters))
    }

    pub(crate) const fn try_except(self, characters: &str) -> Result<Self, UnsoundScheme> {
        let set = check!(set_of(characters));
        Ok(Self { bytes: self.bytes & !set, ..self }.summed_up())
    }

    /// Adds these characters to the syntax.
    ///
    /// # Panics
    /// At compile time, if one of them is not ASCII.
    #[must_use]
    pub const fn and(self, characters: &str) -> Self {
        sound(self.try_and(characters))
    }

    pub(crate) const fn try_and(self, characters: &str) -> Result<Self, UnsoundScheme> {
        let set = check!(set_of(characters));
        Ok(Self { bytes: self.bytes | set, ..self }.summed_up())
    }

    /// Sets the length to between `min` and `max` bytes.
    ///
    /// # Panics
    /// At compile time, if `min` is 0 or above `max`, or `max` is above 1024.
    #[must_use]
    pub const fn length(self, min: u16, max: u16) -> Self {
        sound(self.try_length(min, max))
    }

    pub(crate) const fn fixed(self, length: u16) -> Self {
        Self { min: length, max: length, ..self }
    }

    pub(crate) const fn try_length(self, min: u16, max: u16) -> Result<Self, UnsoundScheme> {
        let is_valid = min > 0 && min <= max && max <= MAX_LEN;
        ensure!(is_valid, "a syntax needs 1 <= min <= max <= 1024");
        Ok(Self { min, max, ..self })
    }

    /// Returns `true` if `text` matches the syntax.
    #[must_use]
    #[inline]
    pub fn admits(&self, text: &[u8]) -> bool {
        if text.len() < usize::from(self.min) || text.len() > usize::from(self.max) {
            return false;
        }
        let spelling = match self.kind {
            Kind::Bytes => true,
            Kind::Number => text.len() == 1 || text.first() != Some(&b'0'),
            Kind::Rfc3339 => crate::codec::rfc3339::parse(text).is_some(),
        };
        spelling && self.has_all(text)
    }

    /// Returns the minimum and the maximum length.
    #[cfg(feature = "config")]
    pub(crate) const fn lengths(&self) -> (u16, u16) {
        (self.min, self.max)
    }

    /// Returns `true` if a part's own text determines its end or, from the right, its beginning.
    pub(crate) const fn delimits_itself(&self) -> bool {
        self.min == self.max || matches!(self.kind, Kind::Rfc3339)
    }

    /// Returns `true` if `literal` could occur in a part, so that it cannot mark the end of one.
    pub(crate) const fn could_contain(&self, literal: &str) -> bool {
        let literal = literal.as_bytes();
        let mut at = 0;
        while at < literal.len() {
            #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
            if !self.has(literal[at]) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Returns `true` if all of these bytes are allowed.
    #[inline]
    fn has_all(&self, text: &[u8]) -> bool {
        if let Some((first, last, missing)) = self.range {
            let lacks = |byte| memchr(byte, text).is_none();
            return is_within(text, first, last) && missing.is_none_or(lacks);
        }
        let [low, high] = [self.bytes as u64, (self.bytes >> 64) as u64];
        let has = |&byte: &u8| {
            let half = if byte < 64 { low } else { high };
            byte < 128 && half >> (byte % 64) & 1 == 1
        };
        text.iter().fold(true, |all, byte| all & has(byte))
    }

    const fn none() -> Self {
        Self { bytes: 0, range: None, min: 1, max: MAX_LEN, kind: Kind::Bytes }
    }

    const fn and_range(self, first: u8, last: u8) -> Self {
        let mut bytes = self.bytes;
        let mut byte = first;
        while byte <= last {
            bytes |= 1 << byte;
            byte += 1;
        }
        Self { bytes, ..self }.summed_up()
    }

    #[allow(clippy::cast_possible_truncation, reason = "there are 128 bits")]
    const fn summed_up(self) -> Self {
        let (first, after) = (self.bytes.trailing_zeros(), 128 - self.bytes.leading_zeros());
        if self.bytes == 0 {
            return Self { range: None, ..self };
        }
        let all = u128::MAX >> (128 - (after - first)) << first;
        let missing = all & !self.bytes;
        let (first, last) = (first as u8, (after - 1) as u8);
        let range = match missing.count_ones() {
            0 => Some((first, last, None)),
            1 => Some((first, last, Some(missing.trailing_zeros() as u8))),
            _ => None,
        };
        Self { range, ..self }
    }

    const fn has(&self, byte: u8) -> bool {
        byte < 128 && self.bytes & (1 << byte) != 0
    }
}

const fn set_of(characters: &str) -> Result<u128, UnsoundScheme> {
    let characters = characters.as_bytes();
    let mut set = 0;
    let mut at = 0;
    while at < characters.len() {
        #[allow(clippy::indexing_slicing, reason = "`at` is below the length")]
        let byte = characters[at];
        ensure!(byte < 128, "a syntax can contain only ASCII characters");
        set |= 1 << byte;
        at += 1;
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries one range, a range with a gap, and several ranges, with each byte at each position.
    #[test]
    fn a_text_is_admitted_if_all_of_its_bytes_are() {
        let visible = Syntax::visible();
        let syntaxes = [
            visible,
            visible.except("."),
            visible.except(".,"),
            visible.except("!"),
            visible.except("~}"),
            visible.and(" "),
            Syntax::HEX,
            Syntax::CAPITALS,
            Syntax::none().and("-"),
            Syntax::none().and("\0\x7f"),
            Syntax::none().and_range(0, 127),
            Syntax::none(),
        ];
        for syntax in syntaxes {
            let fitting = (0..128).find(|byte| syntax.has(*byte)).unwrap_or_default();
            for length in [1, 7, 8, 31, 33, 64] {
                for at in 0..length {
                    for byte in 0..=u8::MAX {
                        let mut text = alloc::vec![fitting; length];
                        text[at] = byte;
                        let all = text.iter().all(|byte| syntax.has(*byte));
                        assert_eq!(syntax.admits(&text), all, "{syntax:?}, {text:?}");
                    }
                }
            }
        }
    }
}
