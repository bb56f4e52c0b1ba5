//! Timestamps that are stale, ahead, or in another unit.

use crate::candidate::{Candidate, Change};
use crate::code::Code;
use crate::header::Slot;
use core::time::Duration;
use verihook::{TimestampFormat, UnixTime};

/// Says why a timestamp is not fresh. The list is empty if it is.
pub(crate) fn changes(
    candidate: &Candidate,
    claimed: UnixTime,
    now: UnixTime,
    tolerance: Option<Duration>,
) -> Vec<Change> {
    let Some((_, format)) = candidate.entry.scheme.timestamp() else { return Vec::new() };
    let seconds = candidate.entry.scheme.default_tolerance_seconds();
    let tolerance = tolerance.map_or(seconds, |tolerance| tolerance.as_secs());
    let (claimed, now) = (claimed.seconds(), now.seconds());
    if claimed.abs_diff(now) <= tolerance {
        return Vec::new();
    }
    // Seconds are in no smaller unit by mistake, so their last digits are missing.
    let is_cut = !matches!(format, TimestampFormat::Milliseconds) && now < FAR && claimed < now;
    let Some(factor) = factor(claimed, now).filter(|_| !is_cut) else {
        return skew(claimed, now, tolerance).into_iter().collect();
    };
    let unit = match format {
        TimestampFormat::Milliseconds => "milliseconds",
        _ => "seconds",
    };
    let evidence = format!(
        "the timestamp differs from the clock by a factor of {factor}: one of the two is not in \
         {unit}"
    );
    let (claimed, now) = match claimed > now {
        true => (claimed / factor, now),
        false => (claimed, now / factor),
    };
    // What is a second for one of the two is not for the other, so a few are lost.
    let rest = match factor {
        1_000 if now > 1_000_000_000 => skew(claimed, now, tolerance),
        _ => None,
    };
    [Change::new(Code::TimeUnit, evidence)].into_iter().chain(rest).collect()
}

/// A clock in seconds reaches this time in the year 5138, and one in milliseconds in 1973.
const FAR: u64 = 100_000_000_000;

/// Says by how much a timestamp differs from the clock, if that is more than the tolerance.
fn skew(claimed: u64, now: u64, tolerance: u64) -> Option<Change> {
    let skew = claimed.abs_diff(now);
    if skew <= tolerance {
        return None;
    }
    if let Some(lost) = lost_digits(claimed, now) {
        let evidence = format!("the last {lost} digits of the timestamp are missing");
        return Some(Change::new(Code::HeaderTruncated, evidence));
    }
    let zone = match (skew % 1800, skew / 1800) {
        // A few seconds of travel are within a zone's offset.
        (0..=30, 1..=28) => "; that may be a time-zone offset",
        _ => "",
    };
    let (code, how) = match claimed < now {
        true => (Code::TimeStale, "old"),
        false => (Code::TimeAhead, "ahead of the clock"),
    };
    let evidence = format!("the timestamp is {skew} s {how}; the tolerance is {tolerance} s{zone}");
    Some(Change::new(code, evidence))
}

/// Returns how many digits were cut from the end of a timestamp, if it begins as one of now does.
fn lost_digits(claimed: u64, now: u64) -> Option<usize> {
    let day = 86_400;
    (1..=6_u32).zip([10, 100, 1_000, 10_000, 100_000, 1_000_000]).find_map(|(digits, power)| {
        let is_cut = claimed.abs_diff(now / power) <= day / power + 1;
        is_cut.then(|| usize::try_from(digits).unwrap_or_default())
    })
}

/// Returns the power of 1000 between two times, if there is one.
fn factor(claimed: u64, now: u64) -> Option<u64> {
    let (less, more) = (claimed.min(now), claimed.max(now));
    if less == 0 {
        return None;
    }
    let ratio = more / less;
    [1_000, 1_000_000, 1_000_000_000]
        .into_iter()
        .find(|factor| (factor * 3 / 4..factor * 5 / 4).contains(&ratio))
}

/// Returns candidates whose timestamp was converted on its way.
pub(crate) fn originals(candidate: &Candidate) -> Vec<Candidate> {
    let Some((place, _)) = candidate.entry.scheme.timestamp() else { return Vec::new() };
    let mut found = Vec::new();
    for slot in Slot::of(place) {
        let Some(text) = slot.text(candidate) else { continue };
        let separator = place.separator();
        let items: Vec<&str> =
            separator.map_or_else(|| vec![&*text], |by| text.split(by).collect());
        let Some((at, item)) = items
            .iter()
            .enumerate()
            .find_map(|(at, item)| Some((at, item.trim().strip_prefix(place.prefix_text())?)))
        else {
            continue;
        };
        for (value, evidence) in converted(item) {
            let mut items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            if let Some(item) = items.get_mut(at) {
                *item = format!("{}{value}", place.prefix_text());
            }
            let joined = items.join(&separator.map(String::from).unwrap_or_default());
            found.push(slot.with(candidate, &joined, Change::new(Code::TimeUnit, evidence)));
        }
    }
    found
}

fn converted(text: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let digits = text.split(['.', ',']).next().unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        let time = UnixTime::parse(text.as_bytes(), TimestampFormat::Rfc3339)
            .or_else(|| UnixTime::parse(text.as_bytes(), TimestampFormat::HttpDate))
            .or_else(|| UnixTime::parse(text.as_bytes(), TimestampFormat::DateTimeUtc))
            .or_else(|| UnixTime::parse(text.as_bytes(), TimestampFormat::DateTimeUtcSpaced));
        if let Some(time) = time {
            let evidence = "the timestamp is a date; expected a number";
            found.push((time.seconds().to_string(), evidence));
            found.push((format!("{}000", time.seconds()), evidence));
        }
        return found;
    }
    if digits.len() < text.len() {
        found.push((digits.to_owned(), "the timestamp has a fraction; expected a whole number"));
    }
    if let Some(seconds) = digits.get(..digits.len().saturating_sub(3)).filter(|it| !it.is_empty())
    {
        let evidence = "the timestamp arrived in milliseconds, and was signed in seconds";
        found.push((seconds.to_owned(), evidence));
    }
    let evidence = "the timestamp arrived in seconds, and was signed in milliseconds";
    found.push((format!("{digits}000"), evidence));
    found
}
