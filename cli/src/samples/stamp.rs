//! What differs from one delivery of a sample to the next: its time and its id.

use core::fmt::Write as _;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use verihook::UnixTime;

/// The time of every sample, in seconds since the epoch.
///
/// Milliseconds begin with the same digits, so they are replaced as well.
const SECONDS: &str = "1795000000";
/// The same time of day.
const TIME: &str = "11:06:40";
/// The days around that time, and their distance from it.
const DAYS: [(&str, i64); 4] =
    [("2026-11-17", -1), ("2026-11-18", 0), ("2026-11-19", 1), ("2026-11-20", 2)];
/// The digits that make an id unique.
const SERIAL: &str = "f00df00df00d";

/// The time and the id of one delivery.
pub(crate) struct Stamp {
    replacements: Vec<(&'static str, String)>,
    id: Option<String>,
}

impl Stamp {
    /// Creates a stamp. Of the serial, 48 bits are used.
    ///
    /// An id replaces every text of a sample that contains the digits of an id.
    pub(crate) fn new(time: UnixTime, serial: u64, id: Option<String>) -> Self {
        let mut replacements = vec![
            (SERIAL, format!("{:012x}", serial & 0xffff_ffff_ffff)),
            (SECONDS, time.seconds().to_string()),
        ];
        // A time beyond the calendar leaves the days as they are.
        let seconds = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
        if let Ok(time) = Timestamp::from_second(seconds) {
            replacements.push((TIME, time.strftime("%H:%M:%S").to_string()));
            for (day, distance) in DAYS {
                let shifted = time.checked_add(SignedDuration::from_hours(24 * distance));
                let shifted = shifted.unwrap_or(time).strftime("%Y-%m-%d").to_string();
                replacements.push((day, shifted));
            }
        }
        Self { replacements, id }
    }

    /// Fills a JSON body.
    pub(crate) fn fill_json(&self, template: &str) -> String {
        let quoted = self.id.as_deref().map(|id| serde_json::Value::from(id).to_string());
        // The template has the quotes already.
        let inner = |text: &str| text.get(1..text.len() - 1).map(str::to_owned);
        let id = quoted.as_deref().and_then(inner);
        self.fill(&with_id(template, id.as_deref(), &['"'], &['"']))
    }

    /// Fills a form.
    pub(crate) fn fill_form(&self, template: &str) -> String {
        let encoded = self.id.as_deref().map(form_encoded);
        self.fill(&with_id(template, encoded.as_deref(), &['='], &['&']))
    }

    /// Fills the value of a header field.
    pub(crate) fn fill_value(&self, template: &str) -> String {
        match &self.id {
            Some(id) if template.contains(SERIAL) => id.clone(),
            _ => self.fill(template),
        }
    }

    /// Replaces in one pass, so that a filled text is not replaced again.
    fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(first) = rest.chars().next() {
            let found = self.replacements.iter().find(|(from, _)| rest.starts_with(from));
            let length = if let Some((from, to)) = found {
                filled.push_str(to);
                from.len()
            } else {
                filled.push(first);
                first.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        filled
    }
}

/// Replaces each text between two delimiters that contains the digits of an id.
fn with_id<'t>(template: &'t str, id: Option<&str>, open: &[char], close: &[char]) -> Cow<'t, str> {
    let Some(id) = id else { return Cow::Borrowed(template) };
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(SERIAL) {
        let kept = before.rfind(open).map_or(0, |at| at + 1);
        text.push_str(before.get(..kept).unwrap_or_default());
        text.push_str(id);
        let end = after.find(close).unwrap_or(after.len());
        rest = after.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn form_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_ids_are_filled() {
        let stamp = Stamp::new(UnixTime::from_seconds(1_795_086_401), 0xabc, None);
        let text = r#"{"id":"e_f00df00df00d","s":1795000000,"ms":1795000000000,"t":"2026-11-18T11:06:40Z","d":"2026-11-17"}"#;
        assert_eq!(
            stamp.fill_json(text),
            r#"{"id":"e_000000000abc","s":1795086401,"ms":1795086401000,"t":"2026-11-19T11:06:41Z","d":"2026-11-18"}"#
        );
    }

    #[test]
    fn an_id_replaces_the_whole_text() {
        let time = UnixTime::from_seconds(0);
        let stamp = Stamp::new(time, 1, Some("a\"&b".to_owned()));
        assert_eq!(
            stamp.fill_json(r#"{"id":"e_f00df00df00d","x":["f00df00df00d-1",2]}"#),
            r#"{"id":"a\"&b","x":["a\"&b",2]}"#
        );
        assert_eq!(stamp.fill_form("a=1&id=MSf00df00df00d&b=2"), "a=1&id=a%22%26b&b=2");
        assert_eq!(stamp.fill_value("evt_f00df00df00d"), "a\"&b");
        assert_eq!(stamp.fill_value("1795000000"), "0");
    }
}
