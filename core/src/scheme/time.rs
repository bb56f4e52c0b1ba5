//! Points in time, and the timestamp formats of providers.

use crate::codec::{bytes, date_time, rfc3339};
use crate::scheme::syntax::Syntax;

/// A point in time: whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The core reads no clock. The caller passes the current time, so a test can use any time, and a
/// stored delivery can be checked as of the time it arrived.
///
/// ```
/// use verihook::UnixTime;
///
/// let now = UnixTime::try_from(std::time::SystemTime::now())?;
/// assert!(now > UnixTime::from_seconds(1_700_000_000));
/// # Ok::<(), verihook::ClockBeforeEpoch>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

impl UnixTime {
    /// Creates the time that is this many seconds after the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// Parses a timestamp, or returns `None` if it is not in exactly the form that `unit` defines.
    ///
    /// Signs, white space, leading zeros, fractions of a number, exponents and impossible dates are
    /// rejected. Fractions of a second are dropped.
    ///
    /// ```
    /// use verihook::{TimestampFormat, UnixTime};
    ///
    /// let time = Some(UnixTime::from_seconds(1_723_808_700));
    /// assert_eq!(UnixTime::parse(b"1723808700", TimestampFormat::Seconds), time);
    /// assert_eq!(UnixTime::parse(b"1723808700123", TimestampFormat::Milliseconds), time);
    /// assert_eq!(UnixTime::parse(b"2024-08-16T13:45:00+02:00", TimestampFormat::Rfc3339), UnixTime::parse(b"2024-08-16T11:45:00Z", TimestampFormat::Rfc3339));
    /// assert_eq!(UnixTime::parse(b"+1723808700", TimestampFormat::Seconds), None);
    /// assert_eq!(UnixTime::parse(b"01723808700", TimestampFormat::Seconds), None);
    /// ```
    #[must_use]
    #[inline]
    pub fn parse(text: &[u8], unit: TimestampFormat) -> Option<Self> {
        match unit {
            TimestampFormat::Seconds => parse_digits(text).map(Self),
            TimestampFormat::Milliseconds => parse_digits(text).map(|millis| Self(millis / 1000)),
            TimestampFormat::Rfc3339 => rfc3339::parse(text).map(Self),
            TimestampFormat::DateTimeUtc => date_time::parse_without_zone(text, b'T').map(Self),
            TimestampFormat::DateTimeUtcSpaced => {
                date_time::parse_without_zone(text, b' ').map(Self)
            }
            TimestampFormat::Iso8601Basic => date_time::parse_basic(text).map(Self),
            TimestampFormat::HttpDate => date_time::parse_http(text).map(Self),
        }
    }
}

#[cfg(feature = "std")]
impl TryFrom<std::time::SystemTime> for UnixTime {
    type Error = ClockBeforeEpoch;

    fn try_from(time: std::time::SystemTime) -> Result<Self, ClockBeforeEpoch> {
        match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(elapsed) => Ok(Self(elapsed.as_secs())),
            Err(_) => Err(ClockBeforeEpoch),
        }
    }
}

/// The error for a system clock that reads a time before 1970, so freshness cannot be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClockBeforeEpoch;

impl core::fmt::Display for ClockBeforeEpoch {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the system clock is before 1970: set it")
    }
}

impl core::error::Error for ClockBeforeEpoch {}

/// The format in which a provider writes its timestamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampFormat {
    /// Seconds since the epoch, 1 to 19 digits.
    Seconds,
    /// Milliseconds since the epoch, 1 to 19 digits.
    Milliseconds,
    /// [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6), with any offset.
    ///
    /// The `T` and `Z` are capitals, and the fraction of a second has up to nine digits.
    Rfc3339,
    /// `2026-11-25T12:00:00`, without a zone, which means UTC. There is no fraction of a second,
    /// because its end would not be recognisable.
    DateTimeUtc,
    /// `2026-11-25 12:00:00`, without a zone, which means UTC. There is no fraction of a second.
    DateTimeUtcSpaced,
    /// `20261125T120000Z`: the basic format of ISO 8601, in UTC and whole seconds.
    Iso8601Basic,
    /// `Wed, 25 Nov 2026 12:00:00 GMT`: the preferred form of an [HTTP
    /// date](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7).
    ///
    /// The obsolete forms, and a wrong day of the week, are rejected.
    HttpDate,
}

impl TimestampFormat {
    /// Returns the syntax of a timestamp in this format.
    pub(crate) const fn syntax(self) -> Syntax {
        match self {
            Self::Seconds | Self::Milliseconds => Syntax::DIGITS,
            Self::Rfc3339 => Syntax::RFC3339,
            Self::DateTimeUtc => Syntax::DATE_TIME.fixed(19),
            Self::DateTimeUtcSpaced => Syntax::DATE_TIME_SPACED.fixed(19),
            Self::Iso8601Basic => Syntax::DATE_TIME.fixed(16),
            Self::HttpDate => Syntax::visible().and(" ").fixed(29),
        }
    }
}

/// Parses 1 to 19 digits without a leading zero, which always fit into 64 bits.
#[inline]
fn parse_digits(text: &[u8]) -> Option<u64> {
    match text {
        [b'0', _, ..] => None,
        digits => bytes::number(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        let good = [("0", 0), ("7", 7), ("1723808700", 1_723_808_700)];
        for (text, seconds) in good {
            assert_eq!(
                UnixTime::parse(text.as_bytes(), TimestampFormat::Seconds),
                Some(UnixTime(seconds))
            );
        }
        let largest = "9999999999999999999";
        assert_eq!(parse_digits(largest.as_bytes()), Some(9_999_999_999_999_999_999));
        let bad = [
            "",
            "+1",
            "-1",
            "01",
            "00",
            " 1",
            "1 ",
            "1_0",
            "1e9",
            "1.5",
            "NaN",
            "inf",
            "0x10",
            "10000000000000000000",
            "-9223372036854775808",
            "１７",
            "1\u{0}",
        ];
        for text in bad {
            assert_eq!(
                UnixTime::parse(text.as_bytes(), TimestampFormat::Seconds),
                None,
                "{text:?}"
            );
        }
    }
}
