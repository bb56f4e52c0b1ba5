//! What `listen` prints.

use crate::store::{Entry, VerdictKind};
use anstyle::{AnsiColor, Style};
use core::fmt::{self, Display};
use core::time::Duration;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Prints one line for each request, and details below it; or one JSON object a line.
#[derive(Clone, Copy)]
pub(super) struct Printer {
    json: bool,
}

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const NOTE: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

impl Printer {
    pub(super) const fn new(json: bool) -> Self {
        Self { json }
    }

    pub(super) fn started(self, url: &str, forward: Option<&str>, folder: &Path, stored: usize) {
        let page = format!("{url}/_verihook/");
        if self.json {
            let folder = folder.display().to_string();
            print(json!({ "listening": url, "page": page, "folder": folder, "stored": stored }));
            return;
        }
        print(format_args!("listening on {url}"));
        if let Some(forward) = forward {
            print(format_args!("forwarding to {forward}"));
        }
        print(format_args!("page: {page}"));
        print(format_args!("folder: {} ({stored} stored)", folder.display()));
    }

    pub(super) fn warn(self, what: impl Display) {
        anstream::eprintln!("verihook: {NOTE}{what}{NOTE:#}");
    }

    pub(super) fn request(self, entry: &Entry) {
        if self.json {
            if let Ok(line) = serde_json::to_string(entry) {
                print(line);
            }
        } else {
            print(line(entry).trim_end());
        }
    }
}

/// Prints text. If standard output is closed, as by `head`, exits with 0.
fn print(text: impl Display) {
    if writeln!(anstream::stdout(), "{text}").is_err() {
        std::process::exit(0);
    }
}

/// Returns the lines of a request.
fn line(entry: &Entry) -> String {
    use fmt::Write as _;
    let verdict = &entry.verdict;
    let (style, mark, word) = match verdict.result {
        VerdictKind::Verified => (GOOD, "✓", "verified"),
        VerdictKind::Handshake => (GOOD, "✓", "handshake"),
        VerdictKind::Rejected => (BAD, "✗", "rejected"),
        VerdictKind::Incomplete => (BAD, "✗", "incomplete"),
        VerdictKind::Unchecked => (NOTE, "•", "not checked"),
    };
    let word = verdict.reason.as_deref().unwrap_or(word);
    let mut out = format!(
        "{DIM}{}  #{}{DIM:#}  {} {}  {}  {style}{mark} {}{style:#}",
        local_time(entry.at),
        entry.id,
        Plain(&entry.method),
        Plain(&without_query_values(&entry.target)),
        Size(entry.bytes),
        Plain(word),
    );
    for label in [&verdict.event, &verdict.delivery_id].into_iter().flatten() {
        let _ = write!(out, "  {}", Plain(label));
    }
    if let Some(status) = entry.status {
        let _ = write!(out, "  {DIM}{status}{DIM:#}");
    }
    out.push('\n');
    details(entry, &mut out);
    out
}

fn details(entry: &Entry, out: &mut String) {
    use fmt::Write as _;
    let mut add = |line: fmt::Arguments<'_>| {
        let _ = writeln!(out, "          {line}");
    };
    if let Some(detail) = &entry.verdict.detail {
        add(format_args!("{}", Plain(detail)));
    }
    if let Some(slug) = entry.verdict.similar.first() {
        let all = entry.verdict.similar.join("`, `");
        add(format_args!("the header fields of `{all}`; to verify: --provider {slug}"));
    }
    for finding in &entry.verdict.findings {
        let certainty = &finding.certainty;
        add(format_args!(
            "{BAD}{}{BAD:#} ({certainty}): {}",
            finding.code,
            Plain(&finding.evidence)
        ));
        add(format_args!("  {}", Plain(&finding.remedy)));
    }
    let Some(forward) = &entry.forward else { return };
    match (forward.status, &forward.error) {
        (Some(status), _) => add(format_args!("forwarded: {status} in {} ms", forward.ms)),
        (None, Some(why)) => add(format_args!("{BAD}not forwarded: {}{BAD:#}", Plain(why))),
        (None, None) => {}
    }
}

/// Returns the target with the names of the query parameters, but not their values.
fn without_query_values(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let hidden = |item: &str| match item.split_once('=') {
        Some((name, _)) => format!("{name}=…"),
        // It may be a token as a whole.
        None if !item.is_empty() => "…".to_owned(),
        None => String::new(),
    };
    let items: Vec<_> = query.split('&').map(hidden).collect();
    format!("{path}?{}", items.join("&"))
}

fn local_time(ms: u64) -> String {
    let at = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let zone = jiff::tz::TimeZone::system();
    at.map(|at| at.to_zoned(zone).strftime("%H:%M:%S").to_string()).unwrap_or_default()
}

/// Text from a request, without the characters that control a terminal.
pub(crate) struct Plain<'t>(pub(crate) &'t str);

impl Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for character in self.0.chars() {
            let is_hidden = character.is_control() || is_of_direction(character);
            f.write_char(if is_hidden { '\u{fffd}' } else { character })?;
        }
        Ok(())
    }
}

/// Returns `true` for the characters that change the direction of text.
const fn is_of_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2066}'..='\u{2069}')
}

struct Size(u64);

impl Display for Size {
    #[allow(clippy::cast_precision_loss, reason = "one decimal place is shown")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes @ ..1000 => write!(f, "{bytes} B"),
            bytes @ ..1_000_000 => write!(f, "{:.1} kB", bytes as f64 / 1e3),
            bytes => write!(f, "{:.1} MB", bytes as f64 / 1e6),
        }
    }
}

pub(crate) trait Elapsed {
    /// Returns whole milliseconds.
    fn ms(&self) -> u64;
}

impl Elapsed for Duration {
    fn ms(&self) -> u64 {
        u64::try_from(self.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{Plain, line, without_query_values};
    use crate::store::{Entry, Forwarded, Reason, Verdict, VerdictKind};

    #[test]
    fn findings_and_the_answer_of_the_server_are_details() {
        let finding = Reason {
            code: "body.newline-added".into(),
            certainty: "certain".into(),
            evidence: "one newline more\x1b".into(),
            remedy: "read the body before it is parsed".into(),
        };
        let verdict = Verdict {
            result: VerdictKind::Rejected,
            reason: Some("signature mismatch".into()),
            delivery_id: Some("evt_1".into()),
            findings: vec![finding],
            ..Verdict::default()
        };
        let forward = Some(Forwarded { status: None, ms: 1, error: Some("refused".into()) });
        let entry = Entry {
            id: 1,
            at: 0,
            method: "POST".into(),
            target: "/a".into(),
            bytes: 1_234_567,
            file: None,
            verdict,
            status: Some(502),
            forward,
        };
        let text = anstream::adapter::strip_str(&line(&entry)).to_string();
        let lines: Vec<_> = text.lines().collect();
        let first = lines.first().and_then(|line| line.split_once("  ")).map(|(_, rest)| rest);
        assert_eq!(first, Some("#1  POST /a  1.2 MB  ✗ signature mismatch  evt_1  502"));
        let details: Vec<_> = lines.iter().skip(1).map(|line| line.trim()).collect();
        let expected = [
            "body.newline-added (certain): one newline more\u{fffd}",
            "read the body before it is parsed",
            "not forwarded: refused",
        ];
        assert_eq!(details, expected);
    }

    #[test]
    fn query_values_are_hidden() {
        assert_eq!(without_query_values("/a"), "/a");
        assert_eq!(without_query_values("/a?token=b=c&d&e="), "/a?token=…&…&e=…");
        assert_eq!(without_query_values("/a?"), "/a?");
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(Plain("a\x1b[31m\u{202e}\n").to_string(), "a\u{fffd}[31m\u{fffd}\u{fffd}");
    }
}
