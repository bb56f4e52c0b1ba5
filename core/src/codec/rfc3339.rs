//! RFC 3339 timestamps, to and from seconds since 1970.

/// Parses `2024-08-16T11:45:00.123Z`, or the same with an offset.
///
/// Only the fraction is optional: a strict syntax is part of what makes signed content unambiguous.
pub(crate) fn parse(text: &[u8]) -> Option<u64> {
    let (date, rest) = text.split_at_checked(10)?;
    let (clock, rest) = rest.split_at_checked(9)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return None };
    let &[b'T', h1, h2, b':', i1, i2, b':', s1, s2] = clock else { return None };

    let year = number(&[y1, y2])? * 100 + number(&[y3, y4])?;
    let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[i1, i2])?, number(&[s1, s2])?);
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = days_since_epoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    u64::try_from(local - offset_seconds(skip_fraction(rest)?)?).ok()
}

fn number(two_digits: &[u8; 2]) -> Option<i64> {
    let [tens, ones] = two_digits.map(|digit| char::from(digit).to_digit(10).map(i64::from));
    Some(tens? * 10 + ones?)
}

/// Skips a fraction of one to nine digits, if there is one.
fn skip_fraction(text: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = text.strip_prefix(b".") else { return Some(text) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=9).contains(&digits) { fraction.get(digits..) } else { None }
}

fn offset_seconds(text: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match *text {
        [b'Z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, number(&[h1, h2])?, number(&[m1, m2])?),
        [b'-', h1, h2, b':', m1, m2] => (-1, number(&[h1, h2])?, number(&[m1, m2])?),
        _ => return None,
    };
    if hours > 23 || minutes > 59 { None } else { Some(sign * (hours * 3600 + minutes * 60)) }
}

/// Formats a time in UTC and whole seconds: the inverse of [`parse`].
#[cfg(feature = "sign")]
pub(crate) fn print(seconds: u64) -> alloc::string::String {
    let days = i64::try_from(seconds / 86_400).unwrap_or(i64::MAX / 2);
    let clock = seconds % 86_400;
    // Count cycles of 400 years from 0000-03-01, then years, then months, each from March.
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_cycle = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = 400 * cycle + year_of_cycle + carry;
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    alloc::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Years count from March here, so that the leap day is the last of its year.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before_this_year =
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let before_this_month = (153 * month + 2) / 5;
    before_this_year + before_this_month + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;

    #[test]
    fn rfc3339_agrees_with_jiff_on_every_day_of_two_centuries() {
        let mut seconds = 0_i64;
        while seconds < 200 * 366 * 86_400 {
            let printed = jiff::Timestamp::from_second(seconds).unwrap().to_string();
            assert_eq!(parse(printed.as_bytes()), u64::try_from(seconds).ok(), "{printed}");
            #[cfg(feature = "sign")]
            assert_eq!(print(seconds.unsigned_abs()), printed);
            seconds += 86_400 - 61;
        }
    }

    #[test]
    fn rfc3339_is_strict() {
        let base = parse(b"2021-07-25T10:00:00Z").unwrap();
        assert_eq!(base, 1_627_207_200);
        let equal = [
            "2021-07-25T10:00:00.123456789Z",
            "2021-07-25T12:30:00+02:30",
            "2021-07-25T09:00:00-01:00",
        ];
        for text in equal {
            assert_eq!(parse(text.as_bytes()), Some(base), "{text}");
        }
        let bad = [
            "",
            "2021-07-25",
            "2021-07-25t10:00:00Z",
            "2021-07-25T10:00:00z",
            "2021-07-25 10:00:00Z",
            "2021-02-29T10:00:00Z",
            "2021-13-01T10:00:00Z",
            "2021-00-01T10:00:00Z",
            "2021-07-25T24:00:00Z",
            "2021-07-25T10:60:00Z",
            "2021-07-25T10:00:61Z",
            "2021-07-25T10:00:00",
            "2021-07-25T10:00:00.Z",
            "2021-07-25T10:00:00.1234567890Z",
            "2021-07-25T10:00:00Zx",
            "+021-07-25T10:00:00Z",
            "2021-07-25T10:00:00+24:00",
            "1969-12-31T23:59:59Z",
            "2021-07-25T10:00:00+2:00",
        ];
        for text in bad {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
