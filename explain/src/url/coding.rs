//! URLs whose characters are encoded in another way.

use super::Varied;
use super::address::Url;
use super::hints::Hints;
use crate::candidate::Change;
use crate::code::Code;
use percent_encoding::percent_decode_str;

/// Writes a path or a query in another way.
type Rewrite = fn(&str) -> String;

/// Decodes the path and the query, or encodes them in another way.
pub(super) fn codings(url: &Url, _: &Hints) -> Varied {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let forms: [(usize, Rewrite); 6] = [
        (2, |text| text.replace('+', "%20")),
        (2, |text| text.replace("%20", "+")),
        (3, |text| text.replace("%2B", "+").replace("%2b", "+")),
        (3, upper_digits),
        (3, lower_digits),
        (4, |text| percent_encoding::utf8_percent_encode(text, &REENCODED).to_string()),
    ];
    let mut varied = Vec::new();
    let mut add = |rank, path: String, query: String| {
        let changed = Url { path, query, ..url.clone() };
        if changed != *url {
            varied.push((rank, changed, Change::new(Code::UrlDecoded, RECODED)));
        }
    };
    add(1, decode(&url.path), decode(&url.query));
    add(1, url.path.clone(), decode(&url.query));
    add(1, decode(&url.path), url.query.clone());
    add(2, url.path.clone(), decode(&url.query.replace('+', " ")));
    for (rank, form) in forms {
        add(rank, form(&url.path), form(&url.query));
        add(rank + 1, url.path.clone(), form(&url.query));
    }
    add(4, url.path.replace("%25", "%"), url.query.replace("%25", "%"));
    add(2, encoded_again(&url.path), encoded_query(&url.query));
    add(2, url.path.clone(), encoded_query(&url.query));
    add(4, url.path.replace('%', "%25"), url.query.replace('%', "%25"));
    varied
}

pub(super) const RECODED: &str = "the URL was signed with its characters encoded in another way";

/// Decodes a path or a query, to compare it with another.
pub(super) fn decoded(text: &str) -> Vec<u8> {
    percent_decode_str(&text.replace('+', " ")).collect()
}

/// The characters that browsers and most servers encode in a URL.
const REENCODED: percent_encoding::AsciiSet = percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// Everything that is not unreserved (RFC 3986), within a parameter.
const PARAMETER: percent_encoding::AsciiSet =
    percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded_again(path: &str) -> String {
    let segment = |segment: &str| {
        let plain: Vec<u8> = percent_decode_str(segment).collect();
        percent_encoding::percent_encode(&plain, &PARAMETER).to_string()
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn encoded_query(query: &str) -> String {
    let Some(query) = query.strip_prefix('?') else { return query.to_owned() };
    let encode = |text: &str| {
        let plain: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&plain, &PARAMETER).to_string()
    };
    let item = |item: &str| match item.split_once('=') {
        Some((name, value)) => format!("{}={}", encode(name), encode(value)),
        None => encode(item),
    };
    format!("?{}", query.split('&').map(item).collect::<Vec<_>>().join("&"))
}

fn upper_digits(text: &str) -> String {
    with_digits(text, |digit| digit.to_ascii_uppercase())
}

fn lower_digits(text: &str) -> String {
    with_digits(text, |digit| digit.to_ascii_lowercase())
}

fn with_digits(text: &str, change: fn(char) -> char) -> String {
    let mut left = 0;
    let digits = text.chars().map(|character| {
        let is_digit = left > 0;
        left = if character == '%' { 2 } else { usize::saturating_sub(left, 1) };
        if is_digit { change(character) } else { character }
    });
    digits.collect()
}
