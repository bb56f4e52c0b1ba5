//! Re-serialised JSON.

use super::form::Field;
use super::style::{ESCAPES, Escapes, SPACINGS, Spacing};
use super::{MAX_LEN, Originals};
use crate::code::Code;

/// The longest document that is written in all ways. A longer one is written in the likeliest.
const MAX_VARIED: usize = 64 * 1024;

/// The most numbers that are changed one by one.
const MAX_NUMBERS: usize = 12;

pub(super) fn add(body: &[u8], found: &mut Originals<'_>) {
    let start = body.len() - body.trim_ascii_start().len();
    let text = body.trim_ascii();
    // A byte order mark stays where it is, as white space does.
    let json = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let Some(document) = Document::parse(json) else { return };
    let start = start + text.len() - json.len();
    let before = body.get(..start).unwrap_or_default();
    let around = (before, body.get(start + json.len()..).unwrap_or_default());
    let mut writer = Writer { document: &document, around, found };
    let is_short = json.len() <= MAX_VARIED;
    let (spacings, escapes) = if is_short { (SPACINGS.len(), ESCAPES.len()) } else { (5, 4) };
    for (rank, spacing) in (2..).zip(SPACINGS).take(spacings) {
        writer.add(rank, spacing, Escapes::Kept, "");
    }
    // Serialisers that escape in their own way rarely have an unusual spacing, too.
    for (rank, (escapes, how)) in (2..).zip(ESCAPES).take(escapes).skip(1) {
        for (more, spacing) in SPACINGS.into_iter().take(4).enumerate() {
            writer.add(rank + more, spacing, escapes, how);
        }
    }
    if is_short {
        numbers(&document, around, found);
        sorted(&document, around, found);
    }
}

struct Writer<'w, 'b> {
    document: &'w Document<'w>,
    around: (&'w [u8], &'w [u8]),
    found: &'w mut Originals<'b>,
}

impl Writer<'_, '_> {
    fn add(&mut self, rank: usize, spacing: Spacing, escapes: Escapes, how: &str) {
        let and = if how.is_empty() { "" } else { ", " };
        let evidence = format!(
            "the body is JSON that was serialised again; it was signed {}{and}{how}",
            spacing.name
        );
        let Some(json) = self.document.write(spacing, escapes) else { return };
        self.found.add(rank, within(self.around, &json), Code::BodyJsonReserialised, &evidence);
    }
}

fn within((before, after): (&[u8], &[u8]), json: &str) -> Vec<u8> {
    [before, json.as_bytes(), after].concat()
}

/// Gives numbers the fraction that a parser takes off: `10.0` becomes `10`, `1.50` becomes `1.5`.
fn numbers(document: &Document<'_>, around: (&[u8], &[u8]), found: &mut Originals<'_>) {
    let total = document.0.numbers();
    let mut add = |rank, wanted: &dyn Fn(usize) -> bool, suffix: Suffix| {
        let (changed, mut number) = (&document.0, 0);
        let changed = changed.with_numbers(&mut number, wanted, suffix);
        let evidence = "a number of the JSON lost the zeros of its fraction";
        for (more, spacing) in SPACINGS.into_iter().take(2).enumerate() {
            if let Some(json) = Document(changed.clone()).write(spacing, Escapes::Kept) {
                found.add(rank + more, within(around, &json), Code::BodyJsonReserialised, evidence);
            }
        }
    };
    for (rank, suffix) in [(6, Suffix::Zero), (7, Suffix::ToTwo)] {
        add(rank, &|_| true, suffix);
        for one in 0..total.min(MAX_NUMBERS) {
            add(rank + 2, &|number| number == one, suffix);
        }
    }
}

/// Sorts the members of all objects.
fn sorted(document: &Document<'_>, around: (&[u8], &[u8]), found: &mut Originals<'_>) {
    let sorted = Document(document.0.sorted());
    let evidence = "the members of the JSON were put in another order; they were signed sorted";
    for (more, spacing) in SPACINGS.into_iter().take(3).enumerate() {
        if let Some(json) = sorted.write(spacing, Escapes::Kept) {
            found.add(7 + more, within(around, &json), Code::BodyJsonReserialised, evidence);
        }
    }
}

#[derive(Clone, Copy)]
enum Suffix {
    /// `10` becomes `10.0`.
    Zero,
    /// `10` becomes `10.00`, and `1.5` becomes `1.50`.
    ToTwo,
}

/// A JSON document, with its strings and numbers as they arrived.
pub(crate) struct Document<'b>(Node<'b>);

#[derive(Clone)]
enum Node<'b> {
    Object(Vec<(&'b str, Self)>),
    Array(Vec<Self>),
    /// With its quotes.
    String(&'b str),
    Number(std::borrow::Cow<'b, str>),
    Word(&'b str),
}

impl<'b> Document<'b> {
    /// Parses a document. serde_json checks it first, above all how deeply it is nested.
    pub(crate) fn parse(body: &'b [u8]) -> Option<Self> {
        serde_json::from_slice::<serde::de::IgnoredAny>(body).ok()?;
        let mut reader = Reader { rest: core::str::from_utf8(body).ok()? };
        reader.node(0).map(Self)
    }

    /// Returns the members of an object whose values are strings, numbers and words, decoded.
    pub(super) fn as_fields(&self) -> Option<Vec<Field>> {
        let Node::Object(members) = &self.0 else { return None };
        let mut fields = Vec::new();
        for (name, value) in members {
            let name = unquoted(name)?.into_bytes();
            let mut add = |value: &Node<'_>| {
                let text = match value {
                    Node::String(text) => unquoted(text)?,
                    Node::Number(text) => text.to_string(),
                    Node::Word(text) => (*text).to_owned(),
                    Node::Object(_) | Node::Array(_) => return None,
                };
                fields.push((name.clone(), Some(text.into_bytes())));
                Some(())
            };
            match value {
                Node::Array(values) => values.iter().try_for_each(&mut add)?,
                value => add(value)?,
            }
        }
        Some(fields)
    }

    /// Returns `true` if the members of every object are sorted, and there are some to sort.
    pub(crate) fn is_sorted(&self) -> bool {
        self.0.sorted_members().is_some_and(|members| members >= 4)
    }

    /// Returns the document in this form. `None` if it is longer than a candidate may be.
    fn write(&self, spacing: Spacing, escapes: Escapes) -> Option<String> {
        let mut json = String::new();
        self.0.write(spacing, escapes, 0, &mut json);
        (json.len() <= MAX_LEN).then_some(json)
    }
}

fn unquoted(string: &str) -> Option<String> {
    serde_json::from_str(string).ok()
}

struct Reader<'b> {
    rest: &'b str,
}

/// serde_json does not accept more.
const MAX_DEPTH: usize = 130;

impl<'b> Reader<'b> {
    fn node(&mut self, depth: usize) -> Option<Node<'b>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip();
        match self.rest.chars().next()? {
            '{' => {
                let mut members = Vec::new();
                self.items('}', |reader| {
                    let name = reader.string()?;
                    reader.skip();
                    reader.take(1)?;
                    members.push((name, reader.node(depth + 1)?));
                    Some(())
                })?;
                Some(Node::Object(members))
            }
            '[' => {
                let mut values = Vec::new();
                self.items(']', |reader| {
                    values.push(reader.node(depth + 1)?);
                    Some(())
                })?;
                Some(Node::Array(values))
            }
            '"' => self.string().map(Node::String),
            first => {
                let end = self.rest.find([',', '}', ']', ' ', '\t', '\r', '\n']);
                let text = self.take(end.unwrap_or(self.rest.len()))?;
                let is_number = first.is_ascii_digit() || first == '-';
                Some(if is_number { Node::Number(text.into()) } else { Node::Word(text) })
            }
        }
    }

    fn items(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(1)?;
        loop {
            self.skip();
            match self.rest.chars().next()? {
                next if next == end => return self.take(1).map(drop),
                ',' => drop(self.take(1)?),
                _ => item(self)?,
            }
        }
    }

    fn string(&mut self) -> Option<&'b str> {
        self.skip();
        let mut escaped = false;
        let end = self.rest.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            is_end
        })?;
        self.take(end + 2)
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn take(&mut self, length: usize) -> Option<&'b str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

impl Node<'_> {
    fn write(&self, spacing: Spacing, escapes: Escapes, depth: usize, json: &mut String) {
        match self {
            Self::Object(members) => {
                write_items(members, '{', '}', spacing, depth, json, |(name, value), json| {
                    write_string(name, escapes, json);
                    json.push_str(spacing.colon);
                    value.write(spacing, escapes, depth + 1, json);
                });
            }
            Self::Array(values) => {
                let own = match spacing.inline_arrays {
                    true => Spacing { indent: None, comma: ", ", padding: " ", ..spacing },
                    false => spacing,
                };
                let inner = if spacing.inline_arrays { depth } else { depth + 1 };
                write_items(values, '[', ']', own, depth, json, |value, json| {
                    value.write(spacing, escapes, inner, json);
                });
            }
            Self::String(text) => write_string(text, escapes, json),
            Self::Number(text) => json.push_str(text),
            Self::Word(text) => json.push_str(text),
        }
    }

    fn numbers(&self) -> usize {
        match self {
            Self::Object(members) => members.iter().map(|(_, value)| value.numbers()).sum(),
            Self::Array(values) => values.iter().map(Self::numbers).sum(),
            Self::Number(_) => 1,
            Self::String(_) | Self::Word(_) => 0,
        }
    }

    /// Returns the document with zeros after the numbers that are wanted.
    fn with_numbers(
        &self,
        next: &mut usize,
        wanted: &dyn Fn(usize) -> bool,
        suffix: Suffix,
    ) -> Self {
        match self {
            Self::Object(members) => {
                let changed = members.iter();
                let changed =
                    changed.map(|(name, value)| (*name, value.with_numbers(next, wanted, suffix)));
                Self::Object(changed.collect())
            }
            Self::Array(values) => {
                let changed = values.iter().map(|value| value.with_numbers(next, wanted, suffix));
                Self::Array(changed.collect())
            }
            Self::Number(text) => {
                *next += 1;
                match wanted(*next - 1) {
                    true => Self::Number(with_zeros(text, suffix).into()),
                    false => self.clone(),
                }
            }
            Self::String(_) | Self::Word(_) => self.clone(),
        }
    }

    fn sorted(&self) -> Self {
        match self {
            Self::Object(members) => {
                let mut sorted: Vec<_> =
                    members.iter().map(|(name, value)| (*name, value.sorted())).collect();
                sorted.sort_by_key(|(name, _)| *name);
                Self::Object(sorted)
            }
            Self::Array(values) => Self::Array(values.iter().map(Self::sorted).collect()),
            other => other.clone(),
        }
    }

    /// Returns the number of members, if those of every object are sorted.
    fn sorted_members(&self) -> Option<usize> {
        match self {
            Self::Object(members) => {
                let is_sorted = members.iter().map(|(name, _)| name).is_sorted();
                let inner = members.iter().map(|(_, value)| value.sorted_members());
                let inner = inner.sum::<Option<usize>>()?;
                is_sorted.then_some(members.len() + inner)
            }
            Self::Array(values) => values.iter().map(Self::sorted_members).sum(),
            _ => Some(0),
        }
    }
}

fn with_zeros(number: &str, suffix: Suffix) -> String {
    let fraction = number.split_once('.').map(|(_, fraction)| fraction);
    match (fraction, suffix) {
        _ if number.contains(['e', 'E']) => number.to_owned(),
        (None, Suffix::Zero) => format!("{number}.0"),
        (None, Suffix::ToTwo) => format!("{number}.00"),
        (Some(fraction), Suffix::ToTwo) if fraction.len() == 1 => format!("{number}0"),
        (Some(_), _) => number.to_owned(),
    }
}

fn write_items<T>(
    items: &[T],
    start: char,
    end: char,
    spacing: Spacing,
    depth: usize,
    json: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    let line = |depth: usize, json: &mut String| {
        if let Some(indent) = spacing.indent {
            json.push('\n');
            (0..depth).for_each(|_| json.push_str(indent));
        }
    };
    json.push(start);
    if items.is_empty() && spacing.spaced_empty {
        json.push(' ');
    }
    for (number, item) in items.iter().enumerate() {
        // Each line of a deeply nested document is hundreds of spaces longer when it is indented.
        if json.len() > MAX_LEN {
            return;
        }
        json.push_str(if number == 0 { spacing.padding } else { spacing.comma });
        line(depth + 1, json);
        write(item, json);
    }
    if !items.is_empty() {
        line(depth, json);
        json.push_str(spacing.padding);
    }
    json.push(end);
}

fn write_string(raw: &str, escapes: Escapes, json: &mut String) {
    match unquoted(raw) {
        Some(text) if escapes != Escapes::Kept => escapes.write(&text, json),
        // A lone surrogate cannot be decoded.
        _ => json.push_str(raw),
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use super::{Document, ESCAPES, MAX_LEN, SPACINGS};

    #[test]
    fn nested_documents_are_not_indented_without_bound() {
        // Its 400 kB would be 50 MB with four spaces a level.
        let json = format!("{}1{}{}", "[".repeat(100), ",1".repeat(200_000), "]".repeat(100));
        let Some(document) = Document::parse(json.as_bytes()) else { panic!("expected JSON") };
        let (mut longest, mut written) = (0, 0);
        for spacing in SPACINGS {
            for (escapes, _) in ESCAPES {
                let mut text = String::new();
                document.0.write(spacing, escapes, 0, &mut text);
                longest = longest.max(text.len());
                written += usize::from(document.write(spacing, escapes).is_some());
            }
        }
        assert!(longest > MAX_LEN && longest < MAX_LEN + 128 * 1024, "{longest}");
        assert!(written > 0 && written < SPACINGS.len() * ESCAPES.len(), "{written}");
    }
}
