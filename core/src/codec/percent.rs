//! Percent-encoding, as in queries and forms.

use crate::codec::encoding::decode_hex;
use alloc::borrow::Cow;
use alloc::vec::Vec;
use percent_encoding::percent_decode;

/// Decodes percent-encoded bytes, and `+` as a space.
///
/// A `%` without two hexadecimal digits stays as it is.
pub(crate) fn decode(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    percent_decode(&spaced).collect()
}

/// Returns the items of a form or a query, which `&` separates. They may be empty.
pub(crate) fn items(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| byte == b'&')
}

/// Returns the name and the value of an item, not decoded.
///
/// An item without `=` is a name with an empty value.
pub(crate) fn pair(item: &[u8]) -> (&[u8], &[u8]) {
    let equals = item.iter().position(|&byte| byte == b'=').unwrap_or(item.len());
    let (name, value) = item.split_at(equals);
    (name, value.get(1..).unwrap_or_default())
}

/// Decodes the percent-encoded forms of these characters, and no others.
pub(crate) fn decode_some<'t>(text: &'t [u8], characters: &str) -> Cow<'t, [u8]> {
    if characters.is_empty() || !text.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = match encoded(rest).filter(|byte| characters.as_bytes().contains(byte)) {
            Some(byte) => {
                decoded.push(byte);
                rest.get(3..).unwrap_or_default()
            }
            None => {
                decoded.push(*first);
                after
            }
        };
    }
    Cow::Owned(decoded)
}

/// Returns the byte that the text begins with, if it is percent-encoded.
fn encoded(text: &[u8]) -> Option<u8> {
    let mut byte = [0];
    let digits = text.strip_prefix(b"%")?.get(..2)?;
    decode_hex(digits, &mut byte).then_some(byte[0])
}

/// Returns `true` if a query may contain this byte (RFC 3986, section 3.4).
pub(crate) const fn is_of_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'%'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
                | b'?'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_not_decoded() {
        let pairs = |text: &'static str| items(text.as_bytes()).map(pair).collect::<Vec<_>>();
        assert_eq!(pairs("a=b&c"), [(&b"a"[..], &b"b"[..]), (b"c", b"")]);
        assert_eq!(pairs("a=b=c&&=d"), [(&b"a"[..], &b"b=c"[..]), (b"", b""), (b"", b"d")]);
        assert_eq!(pairs("a%3D=%26"), [(&b"a%3D"[..], &b"%26"[..])]);
        assert_eq!(pairs(""), [(&b""[..], &b""[..])]);
    }

    #[test]
    fn only_the_listed_characters_are_decoded() {
        let decode = |text: &'static str| decode_some(text.as_bytes(), ":@?").into_owned();
        assert_eq!(decode("?a=b%40c%3Ad%3ae"), b"?a=b@c:d:e");
        for same in ["?a=%26%20%2F", "?a=%", "?a=%4", "?a=%4g", "?a=%%", "?a=%C3%A4", ""] {
            assert_eq!(decode(same), same.as_bytes());
        }
        // Decoding is not repeated.
        assert_eq!(decode("%2540"), b"%2540");
        assert_eq!(decode("%3%41A"), b"%3%41A");
    }
}
