//! Finding the signature in the header fields of a delivery.

use super::delivery::{Draft, Signing};
use crate::UsageError;
use core::ops::Range;

/// The place of a signature in a list of header fields.
pub(super) struct Spot {
    /// The index of the field.
    pub(super) field: usize,
    /// The bytes of its value that are the signature.
    pub(super) range: Range<usize>,
}

/// Returns the places of the signature or the credential.
///
/// It is what changes if the body or, for schemes that do not sign it, the secret changes.
pub(super) fn spots(signing: &Signing<'_>, draft: &Draft) -> Result<Vec<Spot>, UsageError> {
    let plan = signing.plan;
    let longer = [draft.body.as_slice(), b" "].concat();
    let other_body = signing.sign(&plan.secret, &longer, signing.time).ok();
    let found = other_body.map_or_else(Vec::new, |other| differences(&draft.headers, &other));
    if !found.is_empty() {
        return Ok(found);
    }
    let other = signing.sign(&changed(&plan.secret), &draft.body, signing.time)?;
    Ok(differences(&draft.headers, &other))
}

fn differences(one: &[(&'static str, String)], two: &[(&'static str, String)]) -> Vec<Spot> {
    let pairs = one.iter().zip(two).enumerate();
    let differing = pairs.filter(|(_, ((_, one), (_, two)))| one != two);
    differing
        .map(|(field, ((_, one), (_, two)))| Spot { field, range: differing_item(one, two) })
        .collect()
}

/// Returns the range of the item of a list that differs: `v1=5257a8` in `t=1,v1=5257a8`, without
/// its name.
fn differing_item(one: &str, two: &str) -> Range<usize> {
    let start = one.bytes().zip(two.bytes()).take_while(|(a, b)| a == b).count();
    let separates = |byte: u8| b",;& ".contains(&byte);
    let before = one.as_bytes().get(..start).unwrap_or_default();
    let from = before.iter().rposition(|byte| separates(*byte) || *byte == b'=');
    let after = one.as_bytes().get(start..).unwrap_or_default();
    let length = after.iter().position(|byte| separates(*byte)).unwrap_or(after.len());
    from.map_or(0, |at| at + 1)..start + length
}

/// Returns the text with one letter or digit in its middle changed to another digit.
///
/// The result has the same form in hexadecimal, in Base64 and as text.
pub(super) fn changed(text: &str) -> String {
    let middle = text.len() / 2;
    let alphanumeric = |(_, byte): &(usize, u8)| byte.is_ascii_alphanumeric();
    let candidates = text.bytes().enumerate().filter(alphanumeric);
    let nearest = candidates.min_by_key(|(at, _)| at.abs_diff(middle));
    let Some((at, byte)) = nearest else { return format!("{text}0") };
    let digit = if byte == b'0' { "1" } else { "0" };
    let (before, after) = (text.get(..at), text.get(at + 1..));
    [before.unwrap_or_default(), digit, after.unwrap_or_default()].concat()
}

/// Returns `true` if the bytes contain this text, as it is or as JSON escapes it.
pub(super) fn contains(bytes: &[u8], text: &str) -> bool {
    let quoted = serde_json::Value::from(text).to_string();
    let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    [text, inner]
        .iter()
        .any(|text| bytes.windows(text.len().max(1)).any(|at| at == text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'t>(one: &'t str, two: &str) -> &'t str {
        one.get(differing_item(one, two)).unwrap_or_default()
    }

    #[test]
    fn items_are_found_by_their_difference() {
        assert_eq!(item("t=1,v1=52aa", "t=1,v1=52bb"), "52aa");
        assert_eq!(item("v1,ab+c/d==", "v1,ab+x/e=="), "ab+c/d==");
        assert_eq!(item("sha256=aa", "sha256=ab"), "aa");
        assert_eq!(item("v=17,d=aa", "v=17,d=ba"), "aa");
        assert_eq!(item("Bearer s3cret", "Bearer s3c0et"), "s3cret");
        assert_eq!(item("signature=ab,timestamp=1", "signature=cb,timestamp=1"), "ab");
        assert_eq!(item("abc", "axc"), "abc");
    }

    #[test]
    fn one_character_is_changed() {
        assert_eq!(changed("aabbcc"), "aab0cc");
        assert_eq!(changed("aab0cc"), "aab1cc");
        assert_eq!(changed("--"), "--0");
        assert_eq!(changed("a:é"), "0:é");
    }
}
