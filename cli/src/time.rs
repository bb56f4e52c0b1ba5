//! Times and durations on the command line and in output.

use crate::{Expected, UsageError};
use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, SystemTime};
use verihook::UnixTime;

/// Reads a time: Unix seconds, or RFC 3339.
pub(crate) fn parse_time(text: &str) -> Result<UnixTime, Expected> {
    let expected =
        Expected("Unix seconds, or RFC 3339, as in `1795000000` or `2026-11-18T10:26:40Z`");
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(UnixTime::from_seconds).map_err(|_| expected);
    }
    let time: Timestamp = text.parse().map_err(|_| expected)?;
    u64::try_from(time.as_second()).map(UnixTime::from_seconds).map_err(|_| expected)
}

/// Reads a duration of whole seconds: `300`, or numbers with units.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, Expected> {
    let whole = parse_span(text).ok().filter(|duration| duration.subsec_nanos() == 0);
    whole.ok_or(Expected("whole seconds, or units, as in `300`, `5m` or `1h 30m`"))
}

/// Reads a duration: seconds, or numbers with units, which may have a fraction.
pub(crate) fn parse_span(text: &str) -> Result<Duration, Expected> {
    let expected = Expected("seconds, or units, as in `10`, `1.5s` or `5m`");
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(Duration::from_secs).map_err(|_| expected);
    }
    let duration: SignedDuration = text.parse().map_err(|_| expected)?;
    Duration::try_from(duration).map_err(|_| expected)
}

/// Returns this time, or the present one.
pub(crate) fn or_now(time: Option<UnixTime>) -> Result<UnixTime, UsageError> {
    match time {
        Some(time) => Ok(time),
        None => UnixTime::try_from(SystemTime::now()).map_err(UsageError::new),
    }
}

/// Returns a time in RFC 3339, or as seconds if it is beyond the year 9999.
pub(crate) fn rfc3339(time: UnixTime) -> String {
    let seconds = time.seconds();
    let time = i64::try_from(seconds).ok().and_then(|time| Timestamp::from_second(time).ok());
    time.map_or_else(|| seconds.to_string(), |time| time.to_string())
}

/// Returns a duration as people write it: `5m`, `1h 30m`.
pub(crate) fn duration(seconds: u64) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, unit) in units {
        if rest >= length {
            parts.push(format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_or_rfc3339() {
        let seconds = |text| parse_time(text).map(UnixTime::seconds).ok();
        assert_eq!(seconds("1795000000"), Some(1_795_000_000));
        assert_eq!(seconds("2026-11-18T10:26:40Z"), Some(1_794_997_600));
        assert_eq!(seconds("2026-11-18T12:26:40+02:00"), Some(1_794_997_600));
        for text in ["", "-1", "x", "1e9", "1960-01-01T00:00:00Z", "99999999999999999999"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(rfc3339(UnixTime::from_seconds(1_794_997_600)), "2026-11-18T10:26:40Z");
        assert_eq!(rfc3339(UnixTime::from_seconds(u64::MAX)), u64::MAX.to_string());
    }

    #[test]
    fn durations_are_seconds_or_have_units() {
        let seconds = |text| parse_duration(text).map(|duration| duration.as_secs()).ok();
        for (text, expected) in
            [("0", 0), ("300", 300), ("5m", 300), ("1h", 3600), ("1h 30m", 5400), ("PT5M", 300)]
        {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in ["", "-5m", "5 parsecs", "1.5s", "x"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(duration(0), "0s");
        assert_eq!(duration(5400), "1h 30m");
        assert_eq!(duration(86_461), "1d 1m 1s");
    }
}
