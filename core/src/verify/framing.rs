//! The header fields that frame a body.

use crate::codec::bytes::number;
use crate::rejection::Rejection;
use crate::request::field_index::FieldId;
use crate::request::indexed_head::IndexedHead;
use crate::scheme::Scheme;

/// The header fields that every scheme reads. They come before all others in an index.
pub(super) static FRAMING: [&str; 3] = [CONTENT_ENCODING, TRANSFER_ENCODING, CONTENT_LENGTH];
const CONTENT_ENCODING: &str = "content-encoding";
const EXPECT: &str = "expect";
const CONTENT_LENGTH: &str = "content-length";
const TRANSFER_ENCODING: &str = "transfer-encoding";

/// Returns `true` if the body is gzip-coded and the scheme allows that. Rejects any other coding.
///
/// The bytes of a coded (compressed) body may not be the signed ones, and decoding them would be
/// work for an unauthenticated sender.
#[inline]
pub(super) fn is_gzip_coded(head: &IndexedHead<'_>, scheme: &Scheme) -> Result<bool, Rejection> {
    match head.only(CONTENT_ENCODING, FieldId::nth(0)) {
        Ok(None) => Ok(false),
        Ok(Some(coding)) if scheme.gzip && is_gzip(coding) => {
            if cfg!(feature = "gzip") {
                Ok(true)
            } else {
                Err(Rejection::GzipDisabled)
            }
        }
        _ => reject_coded(head),
    }
}

fn is_gzip(coding: &[u8]) -> bool {
    coding.trim_ascii().eq_ignore_ascii_case(b"gzip")
}

#[cold]
fn reject_coded(head: &IndexedHead<'_>) -> Result<bool, Rejection> {
    let mut coded = false;
    head.each(CONTENT_ENCODING, &mut |value| {
        let mut codings = value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        coded |=
            codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"));
    });
    if coded { Err(Rejection::ContentCoded) } else { Ok(false) }
}

/// Returns the declared length, unless the body is chunked.
#[inline]
pub(crate) fn declared_length(head: &IndexedHead<'_>) -> Result<Option<u64>, Rejection> {
    if head.only(TRANSFER_ENCODING, FieldId::nth(1)) != Ok(None) {
        return Ok(None);
    }
    match head.only(CONTENT_LENGTH, FieldId::nth(2)) {
        Ok(None) => Ok(None),
        Ok(Some(value)) => digits(value).map(Some).ok_or(Rejection::MalformedLength),
        Err(_) => same_length(head),
    }
}

/// Accepts several lengths if they are equal.
#[cold]
fn same_length(head: &IndexedHead<'_>) -> Result<Option<u64>, Rejection> {
    let mut length = Ok(None);
    head.each(CONTENT_LENGTH, &mut |value| {
        length = match (digits(value), length) {
            (Some(one), Ok(None)) => Ok(Some(one)),
            (Some(one), Ok(Some(other))) if one == other => Ok(Some(one)),
            _ => Err(Rejection::MalformedLength),
        };
    });
    length
}

/// Parses a number that consists only of digits.
#[inline]
fn digits(text: &[u8]) -> Option<u64> {
    if text.len() < 20 {
        return number(text);
    }
    long_digits(text)
}

#[cold]
fn long_digits(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0_u64, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        let number = number.checked_mul(10)?.checked_add(digit.into())?;
        (digit < 10).then_some(number)
    })
}

/// Returns `true` if the client waits for `100 Continue` before it sends its body.
pub(crate) fn waits_for_continue(head: &IndexedHead<'_>) -> bool {
    matches!(head.only_by_name(EXPECT), Ok(Some(value)) if value.eq_ignore_ascii_case(b"100-continue"))
}
