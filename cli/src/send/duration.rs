//! Durations on the command line.

use crate::UsageError;
use core::time::Duration;
use jiff::SignedDuration;

/// Parses `90s`, `10m` or `1h 30m`. Plain digits are seconds.
pub(super) fn parse(flag: &str, text: &str) -> Result<Duration, UsageError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if digits {
        text.parse().ok().map(Duration::from_secs)
    } else {
        let signed = text.parse::<SignedDuration>().ok();
        signed.and_then(|signed| Duration::try_from(signed).ok())
    };
    parsed.ok_or_else(|| {
        UsageError::new(format_args!(
            "{flag}: expected a duration, for example `90s`, `10m`, `1h 30m`, or a number of \
             seconds"
        ))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let parsed = |text| parse("--stale", text).ok();
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(parsed("90"), seconds(90));
        assert_eq!(parsed("90s"), seconds(90));
        assert_eq!(parsed("10m"), seconds(600));
        assert_eq!(parsed("1h 30m"), seconds(5400));
        assert_eq!(parsed("1.5s"), Some(Duration::from_millis(1500)));
        for wrong in ["", "-10m", "10m ago", "ten", "99999999999999999999", "1x"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
