//! The sorted fields of a form body, for schemes that sign them in this order.

use crate::codec::percent::{decode, items, pair};
use crate::rejection::Rejection;
use alloc::vec::Vec;

/// The maximum number of fields to sort.
///
/// Until the signature is checked, an unauthenticated sender causes this work.
const MAX_FIELDS: usize = 1024;

/// Concatenates the decoded names and values, sorted by name and then by value.
///
/// Nothing separates them. The whole body is read, whatever its media type: a body that is not a
/// form is one field with an odd name, and is signed or not like any other. Bytes that are not
/// UTF-8 stay as they are, because a replacement character would make different bodies look alike.
pub(crate) fn sorted(body: &[u8]) -> Result<Vec<u8>, Rejection> {
    if raw(body).nth(MAX_FIELDS).is_some() {
        return Err(Rejection::TooManyFields);
    }
    let mut fields: Vec<(Vec<u8>, Vec<u8>)> = fields(body).collect();
    fields.sort();
    // A field that is sent twice is signed once.
    fields.dedup();
    Ok(fields.into_iter().flat_map(|(name, value)| [name, value]).flatten().collect())
}

/// Returns the decoded names and values, in order.
pub(crate) fn fields(body: &[u8]) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    raw(body).map(pair).map(|(name, value)| (decode(name), decode(value)))
}

fn raw(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    items(body).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_sorted_and_decoded() {
        assert_eq!(
            sorted(b"To=%2B1+8&CallSid=CA1&Digits=&To=%2B0").unwrap(),
            b"CallSidCA1DigitsTo+0To+1 8"
        );
        assert_eq!(sorted(b"a&&=b&c=d=e").unwrap(), b"bacd=e");
        assert_eq!(sorted(b"").unwrap(), b"");
    }

    #[test]
    fn fields_are_counted_before_they_are_sorted() {
        assert!(sorted("a&".repeat(MAX_FIELDS).as_bytes()).is_ok());
        let refused = sorted("a&".repeat(MAX_FIELDS + 1).as_bytes());
        assert_eq!(refused, Err(Rejection::TooManyFields));
    }

    #[test]
    fn bytes_that_are_not_utf8_stay_apart() {
        assert_ne!(sorted(b"a=%FF"), sorted(b"a=%FE"));
        assert_ne!(sorted(b"a=%FF"), sorted("a=\u{fffd}".as_bytes()));
        assert_eq!(sorted(b"\xff\x00").unwrap(), b"\xff\x00");
    }
}
