//! The secrets that may have been meant instead of the configured one.

use crate::body::{decode_base64, decode_hex, unescaped};
use crate::candidate::{Change, Key};
use crate::code::Code;
use verihook::Scheme;
use zeroize::Zeroizing;

/// A secret that may be the right one, and how likely that is before it is tried.
pub(crate) struct Meant {
    pub(crate) key: Key,
    pub(crate) changes: Vec<Change>,
    /// Lower is likelier.
    pub(crate) rank: usize,
}

/// Prefixes that providers put before their secrets, or that are copied with them.
const PREFIXES: [&str; 27] = [
    "whsec_",
    "v1,whsec_",
    "v1,",
    "v1a,",
    "whpk_",
    "whsk_",
    "polar_whs_",
    "secret_",
    "key_",
    "Bearer ",
    "base64:",
    "hex:",
    "lin_wh_",
    "pdl_ntfset_",
    "cfsk_ma_prod_",
    "cfsk_ma_test_",
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "pk_test_",
    "shpss_",
    "ntn_",
    "re_",
    "wh_",
    "sha256=",
    "Basic ",
    "token ",
];

/// The longest text before a separator that may be a prefix: a variable's name, for example.
const MAX_PREFIX: usize = 40;

/// A secret as it is configured. The text is wiped when it is dropped.
pub(crate) struct Configured {
    pub(crate) name: String,
    pub(crate) text: Zeroizing<String>,
}

/// Returns the secrets that may have been meant by this one.
pub(crate) fn meant(Configured { name, text }: &Configured, scheme: &Scheme) -> Vec<Meant> {
    let mut found = Found { all: Vec::new(), seen: vec![Zeroizing::new(text.as_bytes().to_vec())] };
    let first: Vec<_> = texts(text, name).into_iter().collect();
    for (rank, text, change) in &first {
        found.add(*rank, Key::text(text), vec![change.clone()]);
    }
    // White space does not matter to most decoders, but it is one more thing that is wrong.
    if text.trim() == text.as_str() {
        decoded(text, name, scheme, &[], 0, &mut found);
    }
    // A quoted secret with a newline, for example.
    for (rank, text, change) in &first {
        if *rank > 3 {
            continue;
        }
        for (second, text, other) in texts(text, name) {
            if other.code != change.code {
                let changes = vec![change.clone(), other];
                found.add(rank + second + 4, Key::text(&text), changes);
            }
        }
        decoded(text, name, scheme, core::slice::from_ref(change), rank + 4, &mut found);
    }
    let mut all = found.all;
    all.sort_by_key(|meant| meant.rank);
    all
}

struct Found {
    all: Vec<Meant>,
    seen: Vec<Zeroizing<Vec<u8>>>,
}

impl Found {
    fn add(&mut self, rank: usize, key: Key, changes: Vec<Change>) {
        let bytes = match &key {
            Key::Text(text) => text.as_bytes(),
            Key::Bytes(bytes) => bytes,
            Key::StandIn => return,
        };
        if bytes.is_empty() || self.seen.iter().any(|seen| seen.as_slice() == bytes) {
            return;
        }
        self.seen.push(Zeroizing::new(bytes.to_vec()));
        self.all.push(Meant { key, changes, rank });
    }
}

type Text = (usize, Zeroizing<String>, Change);

/// Returns other texts of the secret.
fn texts(text: &str, name: &str) -> Vec<Text> {
    let mut found = Vec::new();
    let mut add = |rank, other: String, code, evidence: String| {
        if other != text {
            found.push((rank, Zeroizing::new(other), Change::new(code, evidence)));
        }
    };
    white_space(text, name, &mut add);
    quotes(text, name, &mut add);
    prefixes(text, name, &mut add);
    found
}

fn white_space(text: &str, name: &str, add: &mut impl FnMut(usize, String, Code, String)) {
    let is_invisible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let trimmed = text.trim_matches(is_invisible);
    let surplus = text.chars().count() - trimmed.chars().count();
    let evidence = format!("{name} has {surplus} characters of white space at its ends");
    add(0, trimmed.to_owned(), Code::SecretWhitespace, evidence);
    let inner: String = text.chars().filter(|character| !is_invisible(*character)).collect();
    let evidence = format!("{name} has white space inside");
    add(1, inner, Code::SecretWhitespace, evidence);
    for (escaped, plain) in [("\\r\\n", "\n"), ("\\n", "\n"), ("\\n", ""), ("\\r", ""), ("\\t", "")]
    {
        if text.contains(escaped) {
            let evidence = format!("{name} contains `{escaped}` instead of a line break");
            add(
                0,
                text.replace(escaped, plain).trim_end().to_owned(),
                Code::SecretWhitespace,
                evidence.clone(),
            );
            add(1, text.replace(escaped, plain), Code::SecretWhitespace, evidence);
        }
    }
    for (before, after) in
        [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\t"), ("\u{feff}", "")]
    {
        let evidence = format!(
            "the provider signs with {name} and white space at its ends, which is not configured"
        );
        let rank = if after == "\n" { 2 } else { 5 };
        add(rank, format!("{before}{text}{after}"), Code::SecretWhitespace, evidence);
    }
}

fn quotes(text: &str, name: &str, add: &mut impl FnMut(usize, String, Code, String)) {
    for (left, right) in [
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("\\\"", "\\\""),
        ("\u{201c}", "\u{201d}"),
        ("\u{201d}", "\u{201d}"),
        ("\u{201e}", "\u{201c}"),
        ("\u{2018}", "\u{2019}"),
        ("\u{ab}", "\u{bb}"),
        ("<", ">"),
        ("[", "]"),
        ("(", ")"),
        ("{", "}"),
        ("${", "}"),
    ] {
        let inner = text.strip_prefix(left).and_then(|rest| rest.strip_suffix(right));
        if let Some(inner) = inner {
            let evidence = format!("{name} is in quotes or brackets");
            add(0, inner.to_owned(), Code::SecretQuoted, evidence);
        }
    }
    let mut inner = text;
    while let Some(unquoted) = unquoted(inner) {
        inner = unquoted;
    }
    let evidence = format!("{name} is in quotes several times");
    add(1, inner.to_owned(), Code::SecretQuoted, evidence);
    for quote in ["\"", "'", "\u{201c}", "\u{201d}", "`", ","] {
        let evidence = format!("{name} has a quote or a comma at one end");
        for inner in [text.strip_prefix(quote), text.strip_suffix(quote)].into_iter().flatten() {
            add(2, inner.to_owned(), Code::SecretQuoted, evidence.clone());
        }
    }
    for quote in ["\"", "'"] {
        let evidence =
            format!("the provider signs with {name} in quotes, which are not configured");
        add(4, format!("{quote}{text}{quote}"), Code::SecretQuoted, evidence);
    }
}

fn unquoted(text: &str) -> Option<&str> {
    ["\"", "'", "`"].iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

fn prefixes(text: &str, name: &str, add: &mut impl FnMut(usize, String, Code, String)) {
    for prefix in PREFIXES {
        if let Some(rest) = text.strip_prefix(prefix) {
            let evidence =
                format!("{name} begins with `{prefix}`, which the provider does not use");
            add(0, rest.to_owned(), Code::SecretPrefix, evidence);
        }
    }
    for (at, separator) in text.char_indices().filter(|(at, _)| *at <= MAX_PREFIX) {
        if matches!(separator, '_' | '=' | ':' | ',' | ' ' | '-' | '.' | '|') {
            let rest = text.get(at + separator.len_utf8()..).unwrap_or_default();
            let evidence =
                format!("{name} has {} bytes before the secret itself", text.len() - rest.len());
            add(3, rest.to_owned(), Code::SecretPrefix, evidence);
        }
    }
    for prefix in PREFIXES {
        // A word before a token belongs to the header field, and not to the secret.
        if !text.starts_with(prefix) && !prefix.ends_with(' ') {
            let evidence = format!("{name} lacks `{prefix}`, with which the provider shows it");
            let rank = if prefix == "whsec_" { 2 } else { 5 };
            add(rank, format!("{prefix}{text}"), Code::SecretPrefix, evidence);
        }
    }
}

/// Adds the keys that the text may stand for: the text itself, and what it decodes to.
fn decoded(
    text: &str,
    name: &str,
    scheme: &Scheme,
    before: &[Change],
    rank: usize,
    found: &mut Found,
) {
    let mut add_key = |rank: usize, key: Key, evidence: String| {
        let change = Change::new(Code::SecretDecoding, evidence);
        let changes = before.iter().cloned().chain([change]).collect();
        match key {
            Key::Text(_) => found.add(rank, key, changes),
            Key::Bytes(_) | Key::StandIn => found.add_key(rank, key, changes),
        }
    };
    if let Some(decoded) = decode_base64(text.as_bytes())
        && let Ok(inner) = core::str::from_utf8(&decoded)
    {
        // Encoded once more, with its prefix, as Kubernetes shows secrets.
        let evidence = format!("{name} is the Base64 of a secret");
        add_key(rank + 1, Key::text(inner.trim_end()), evidence);
    }
    let plain = unescaped(text);
    if plain != text {
        add_key(rank + 1, Key::text(&plain), format!("{name} is escaped as HTML"));
    }
    let mut add = |rank: usize, bytes: &[u8], evidence| add_key(rank, Key::bytes(bytes), evidence);
    let plain = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    add(rank + 1, text.as_bytes(), format!("{name} was used as the text that it is"));
    add(rank + 2, plain.as_bytes(), format!("{name} was used as text, without its prefix"));
    if let Some(key) = decode_base64(plain.as_bytes()) {
        add(rank + 1, &key, format!("{name} was decoded as Base64 ({} bytes)", key.len()));
        // Encoded twice.
        if let Some(inner) = decode_base64(&key) {
            add(rank + 4, &inner, format!("{name} is encoded as Base64 twice"));
        }
        if let Some(inner) = decode_hex(&key) {
            add(rank + 4, &inner, format!("{name} is the Base64 of hexadecimal digits"));
        }
    }
    if let Some(key) = decode_hex(plain.as_bytes()) {
        add(
            rank + 1,
            &key,
            format!("{name} was decoded as hexadecimal digits ({} bytes)", key.len()),
        );
    }
    if !scheme.takes_public_key() {
        use base64::Engine as _;
        use base64::prelude::BASE64_STANDARD;
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(text));
        add(rank + 5, encoded.as_bytes(), format!("the provider signs with the Base64 of {name}"));
        let digits = |format: fn(u8) -> String| text.bytes().map(format).collect::<String>();
        let hex = Zeroizing::new(digits(|byte| format!("{byte:02x}")));
        add(
            rank + 6,
            hex.as_bytes(),
            format!("the provider signs with the hexadecimal digits of {name}"),
        );
        add(
            rank + 5,
            text.to_ascii_lowercase().as_bytes(),
            format!("the provider signs with {name} in lower case"),
        );
        add(
            rank + 6,
            text.to_ascii_uppercase().as_bytes(),
            format!("the provider signs with {name} in upper case"),
        );
        let decoded: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
        add(rank + 3, &decoded, format!("{name} is percent-encoded"));
    }
}

impl Found {
    /// Adds a key, even if the same bytes are known as text: they may be decoded then.
    fn add_key(&mut self, rank: usize, key: Key, changes: Vec<Change>) {
        let is_same = |known: &Meant| match (&known.key, &key) {
            (Key::Bytes(known), Key::Bytes(key)) => known == key,
            _ => false,
        };
        let is_empty = matches!(&key, Key::Bytes(bytes) if bytes.is_empty());
        if !is_empty && !self.all.iter().any(is_same) {
            self.all.push(Meant { key, changes, rank });
        }
    }
}
