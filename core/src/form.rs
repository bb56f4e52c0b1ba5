//! The fields of a form body, sorted, for schemes that sign them so.

use alloc::vec::Vec;
use percent_encoding::percent_decode;

/// Feeds the name and value of each field, sorted by name and then by value, as decoded bytes.
///
/// The whole body is read, whatever its media type says: a body that is no form is one field with an odd
/// name, and is signed or not like any other. Bytes that are not UTF-8 stay what they are, because a
/// replacement character would make different bodies look alike.
pub(crate) fn feed_sorted(body: &[u8], each: &mut dyn FnMut(&[u8])) {
    let mut fields: Vec<(Vec<u8>, Vec<u8>)> = body
        .split(|&byte| byte == b'&')
        .filter(|field| !field.is_empty())
        .map(|field| {
            let equals = field.iter().position(|&byte| byte == b'=').unwrap_or(field.len());
            let (name, value) = field.split_at(equals);
            (decode(name), decode(value.strip_prefix(b"=").unwrap_or_default()))
        })
        .collect();
    fields.sort();
    for (name, value) in &fields {
        each(name);
        each(value);
    }
}

fn decode(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    percent_decode(&spaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(body: &[u8]) -> Vec<u8> {
        let mut content = Vec::new();
        feed_sorted(body, &mut |piece| content.extend_from_slice(piece));
        content
    }

    #[test]
    fn fields_are_sorted_and_decoded() {
        assert_eq!(sorted(b"To=%2B1+8&CallSid=CA1&Digits=&To=%2B0"), b"CallSidCA1DigitsTo+0To+1 8");
        assert_eq!(sorted(b"a&&=b&c=d=e"), b"bacd=e");
        assert_eq!(sorted(b""), b"");
    }

    #[test]
    fn bytes_that_are_not_utf8_stay_apart() {
        assert_ne!(sorted(b"a=%FF"), sorted(b"a=%FE"));
        assert_ne!(sorted(b"a=%FF"), sorted("a=\u{fffd}".as_bytes()));
        assert_eq!(sorted(b"\xff\x00"), b"\xff\x00");
    }
}
