//! The ways in which JSON is written.

use core::fmt::Write as _;

/// How the tokens of a document are separated.
#[derive(Clone, Copy)]
pub(super) struct Spacing {
    pub(super) name: &'static str,
    /// The indentation of each level, if there is one line a member.
    pub(super) indent: Option<&'static str>,
    pub(super) comma: &'static str,
    pub(super) colon: &'static str,
    /// Inside of brackets and braces that are not empty.
    pub(super) padding: &'static str,
    /// Arrays stay on one line, with spaces inside of the brackets.
    pub(super) inline_arrays: bool,
    /// A space is between the brackets or braces of what is empty.
    pub(super) spaced_empty: bool,
}

const fn spacing(
    name: &'static str,
    indent: Option<&'static str>,
    comma: &'static str,
    colon: &'static str,
    padding: &'static str,
) -> Spacing {
    Spacing { name, indent, comma, colon, padding, inline_arrays: false, spaced_empty: false }
}

/// The likeliest first.
pub(super) const SPACINGS: [Spacing; 14] = [
    spacing("without spaces", None, ",", ":", ""),
    spacing("with spaces after `,` and `:`", None, ", ", ": ", ""),
    spacing("indented by 2 spaces", Some("  "), ",", ": ", ""),
    spacing("indented by 4 spaces", Some("    "), ",", ": ", ""),
    spacing("indented by tabs", Some("\t"), ",", ": ", ""),
    spacing("with a space after `:`", None, ",", ": ", ""),
    spacing("with a space after `,`", None, ", ", ":", ""),
    spacing("with spaces inside of the braces", None, ", ", ": ", " "),
    Spacing {
        inline_arrays: true,
        spaced_empty: true,
        ..spacing("indented as Jackson does", Some("  "), ",", " : ", "")
    },
    spacing("indented, with spaces around `:`", Some("  "), ",", " : ", ""),
    spacing("with spaces around `:`", None, ", ", " : ", " "),
    spacing("with spaces around `:` and none after `,`", None, ",", " : ", ""),
    spacing("indented by 1 space", Some(" "), ",", ": ", ""),
    spacing("indented by 3 spaces", Some("   "), ",", ": ", ""),
];

/// Which characters of a string are escaped.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Escapes {
    /// As they arrived.
    Kept,
    /// Only what has to be.
    Fewest,
    /// Everything but ASCII: Python.
    Ascii,
    /// The same, with digits in upper case.
    AsciiUpper,
    /// Everything but ASCII, and `/`: PHP.
    Php,
    /// `/`, but nothing beyond ASCII: PHP with `JSON_UNESCAPED_UNICODE`.
    Slashes,
    /// `<`, `>`, `&`, and two line separators: Go, and Rails.
    Html,
    /// `<`, `>`, `&`, `=`, `'`: Gson.
    Gson,
    /// Everything but ASCII, and what is special in HTML, in upper case: .NET.
    DotNet,
}

/// The likeliest first.
pub(super) const ESCAPES: [(Escapes, &str); 9] = [
    (Escapes::Kept, ""),
    (Escapes::Ascii, "non-ASCII characters escaped"),
    (Escapes::Fewest, "no more escapes than needed"),
    (Escapes::Php, "`/` and non-ASCII characters escaped"),
    (Escapes::Slashes, "`/` escaped"),
    (Escapes::Html, "`<`, `>` and `&` escaped"),
    (Escapes::DotNet, "escapes as .NET writes them"),
    (Escapes::AsciiUpper, "non-ASCII characters escaped, with upper-case digits"),
    (Escapes::Gson, "escapes as Gson writes them"),
];

impl Escapes {
    /// Writes a string with its quotes.
    pub(super) fn write(self, text: &str, json: &mut String) {
        json.push('"');
        for character in text.chars() {
            match character {
                '"' if self == Self::DotNet => json.push_str("\\u0022"),
                '"' => json.push_str("\\\""),
                '\\' => json.push_str("\\\\"),
                '\u{8}' => json.push_str("\\b"),
                '\t' => json.push_str("\\t"),
                '\n' => json.push_str("\\n"),
                '\u{c}' => json.push_str("\\f"),
                '\r' => json.push_str("\\r"),
                '/' if matches!(self, Self::Php | Self::Slashes) => json.push_str("\\/"),
                _ if self.escapes(character) => self.escape(character, json),
                _ => json.push(character),
            }
        }
        json.push('"');
    }

    fn escapes(self, character: char) -> bool {
        let is_html = matches!(character, '<' | '>' | '&');
        let is_separator = matches!(character, '\u{2028}' | '\u{2029}');
        character < ' '
            || match self {
                Self::Kept | Self::Fewest | Self::Slashes => false,
                Self::Ascii | Self::AsciiUpper | Self::Php => !character.is_ascii(),
                Self::Html => is_html || is_separator,
                Self::Gson => is_html || is_separator || matches!(character, '=' | '\''),
                Self::DotNet => {
                    is_html || !character.is_ascii() || matches!(character, '\'' | '+' | '`')
                }
            }
    }

    fn escape(self, character: char, json: &mut String) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = match self {
                Self::AsciiUpper | Self::DotNet => write!(json, "\\u{unit:04X}"),
                _ => write!(json, "\\u{unit:04x}"),
            };
        }
    }
}
