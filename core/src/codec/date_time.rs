//! Other fixed forms of a date and time: without a zone, in ISO 8601's basic format, and of HTTP.
//!
//! Each is rearranged to the form of RFC 3339 in UTC, so that one parser knows the calendar.

use super::rfc3339;

/// The length of `2026-11-25T12:00:00Z`.
const RFC3339_LEN: usize = 20;

/// Parses `2026-11-25T12:00:00`, or the same with another character than `T`, as UTC.
pub(crate) fn parse_without_zone(text: &[u8], separator: u8) -> Option<u64> {
    let mut utc = [b'Z'; RFC3339_LEN];
    let fields: &[u8; RFC3339_LEN - 1] = text.try_into().ok()?;
    utc[..RFC3339_LEN - 1].copy_from_slice(fields);
    if utc[10] != separator {
        return None;
    }
    utc[10] = b'T';
    rfc3339::parse(&utc)
}

/// Parses `20261125T120000Z`.
pub(crate) fn parse_basic(text: &[u8]) -> Option<u64> {
    let &[y1, y2, y3, y4, m1, m2, d1, d2, b'T', h1, h2, i1, i2, s1, s2, b'Z'] = text else {
        return None;
    };
    rfc3339::parse(&[
        y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2, b'Z',
    ])
}

/// Parses `Wed, 25 Nov 2026 12:00:00 GMT`, the preferred form of RFC 9110, section 5.6.7.
///
/// The day of the week must be right.
pub(crate) fn parse_http(text: &[u8]) -> Option<u64> {
    let (weekday, rest) = text.split_at_checked(3)?;
    let &[b',', b' ', d1, d2, b' ', ref rest @ ..] = rest else { return None };
    let (month, rest) = rest.split_at_checked(3)?;
    let &[b' ', y1, y2, y3, y4, b' ', h1, h2, b':', i1, i2, b':', s1, s2, b' ', b'G', b'M', b'T'] =
        rest
    else {
        return None;
    };
    let [m1, m2] = month_number(month)?;
    let seconds = rfc3339::parse(&[
        y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2, b'Z',
    ])?;
    // A leap second is counted as the first second of the next day.
    let within_day = seconds - u64::from([s1, s2] == *b"60");
    (weekday_name(within_day).as_bytes() == weekday).then_some(seconds)
}

/// The names of the days, from the day of the week of 1970-01-01.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_number(name: &[u8]) -> Option<[u8; 2]> {
    let number = (1..=12_u8).zip(MONTHS).find(|(_, other)| other.as_bytes() == name)?.0;
    Some([b'0' + number / 10, b'0' + number % 10])
}

fn weekday_name(seconds: u64) -> &'static str {
    let day = seconds / 86_400 % 7;
    (0..).zip(WEEKDAYS).find(|(number, _)| *number == day).map_or("", |(_, name)| name)
}

/// Formats a time: the inverse of [`parse_without_zone`].
#[cfg(feature = "sign")]
pub(crate) fn print_without_zone(seconds: u64, separator: char) -> alloc::string::String {
    let text = rfc3339::print(seconds);
    alloc::format!("{}{separator}{}", slice(&text, 0, 10), slice(&text, 11, 19))
}

/// Formats a time: the inverse of [`parse_basic`].
#[cfg(feature = "sign")]
pub(crate) fn print_basic(seconds: u64) -> alloc::string::String {
    rfc3339::print(seconds).replace(['-', ':'], "")
}

/// Formats a time: the inverse of [`parse_http`].
#[cfg(feature = "sign")]
pub(crate) fn print_http(seconds: u64) -> alloc::string::String {
    let text = rfc3339::print(seconds);
    let month = slice(&text, 5, 7).parse::<usize>().ok();
    let month = month.and_then(|month| MONTHS.get(month - 1)).copied().unwrap_or_default();
    let (year, day, clock) = (slice(&text, 0, 4), slice(&text, 8, 10), slice(&text, 11, 19));
    alloc::format!("{}, {day} {month} {year} {clock} GMT", weekday_name(seconds))
}

#[cfg(feature = "sign")]
fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;

    /// Compares with another library on every day of two centuries.
    #[test]
    fn every_form_agrees_with_jiff() {
        let mut seconds = 0_i64;
        while seconds < 200 * 366 * 86_400 {
            let time = jiff::Timestamp::from_second(seconds).unwrap();
            let printed = |format: &str| time.strftime(format).to_string();
            let right = u64::try_from(seconds).ok();
            let (zoneless, spaced) = (printed("%Y-%m-%dT%H:%M:%S"), printed("%Y-%m-%d %H:%M:%S"));
            let (basic, http) = (printed("%Y%m%dT%H%M%SZ"), printed("%a, %d %b %Y %H:%M:%S GMT"));
            assert_eq!(parse_without_zone(zoneless.as_bytes(), b'T'), right, "{zoneless}");
            assert_eq!(parse_without_zone(spaced.as_bytes(), b' '), right, "{spaced}");
            assert_eq!(parse_basic(basic.as_bytes()), right, "{basic}");
            assert_eq!(parse_http(http.as_bytes()), right, "{http}");
            #[cfg(feature = "sign")]
            {
                let seconds = seconds.unsigned_abs();
                assert_eq!(print_without_zone(seconds, 'T'), zoneless);
                assert_eq!(print_without_zone(seconds, ' '), spaced);
                assert_eq!(print_basic(seconds), basic);
                assert_eq!(print_http(seconds), http);
            }
            seconds += 86_400 - 61;
        }
    }

    /// A changed byte gives another time or none, so each time has one form.
    #[test]
    fn every_form_is_strict() {
        type Parse = fn(&[u8]) -> Option<u64>;
        let forms: [(&str, Parse); 4] = [
            ("2026-11-25T12:00:00", |text| parse_without_zone(text, b'T')),
            ("2026-11-25 12:00:00", |text| parse_without_zone(text, b' ')),
            ("20261125T120000Z", parse_basic),
            ("Wed, 25 Nov 2026 12:00:00 GMT", parse_http),
        ];
        for (text, parse) in forms {
            let time = parse(text.as_bytes());
            assert_eq!(time, Some(1_795_608_000), "{text}");
            for at in 0..text.len() {
                for byte in 0..=u8::MAX {
                    let mut other = text.as_bytes().to_vec();
                    other[at] = byte;
                    assert_eq!(parse(&other) == time, other == text.as_bytes(), "{at}: {byte}");
                }
                let (head, tail) = text.as_bytes().split_at(at);
                for other in
                    [head, tail, &[head, b"0", tail].concat(), &[text.as_bytes(), b"0"].concat()]
                {
                    let is_same = other == text.as_bytes();
                    assert_eq!(parse(other).is_some(), is_same, "{}", other.escape_ascii());
                }
            }
            for (other, _) in forms.iter().filter(|(other, _)| *other != text) {
                assert_eq!(parse(other.as_bytes()), None, "{other}");
            }
        }
        for bad in [
            "Tue, 25 Nov 2026 12:00:00 GMT",
            "wed, 25 nov 2026 12:00:00 GMT",
            "Wed, 25 Nov 2026 12:00:00 UTC",
            "Wed, 25 Nov 2026 24:00:00 GMT",
            "Sun, 29 Feb 2026 12:00:00 GMT",
            "Wednesday, 25-Nov-26 12:00:00 GMT",
            "Wed Nov 25 12:00:00 2026",
            "Wed, 25 Nov 1969 12:00:00 GMT",
        ] {
            assert_eq!(parse_http(bad.as_bytes()), None, "{bad}");
        }
        for bad in
            ["20260229T120000Z", "20261125T120000", "20261125T120000+0000", "20261125t120000Z"]
        {
            assert_eq!(parse_basic(bad.as_bytes()), None, "{bad}");
        }
        for bad in [
            "2026-02-29T12:00:00",
            "2026-11-25T12:00:00Z",
            "2026-11-25T12:00:00.5",
            "2026-11-25t12:00:00",
        ] {
            assert_eq!(parse_without_zone(bad.as_bytes(), b'T'), None, "{bad}");
        }
    }

    /// A leap second belongs to the day that it ends.
    #[test]
    fn a_leap_second_has_the_name_of_its_day() {
        let after = parse_http(b"Sun, 01 Jan 2017 00:00:00 GMT");
        assert_eq!(parse_http(b"Sat, 31 Dec 2016 23:59:60 GMT"), after);
        assert_eq!(parse_http(b"Sun, 31 Dec 2016 23:59:60 GMT"), None);
    }
}
