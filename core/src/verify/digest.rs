//! The digest of the body that a request claims.

use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::url::only_parameter;
use crate::scheme::Scheme;
use crate::scheme::digest::{Digest, Source};

/// Returns the digest of the body that a request claims.
///
/// A scheme that signs neither the body nor its fields requires one.
#[inline(never)]
pub(crate) fn claimed_digest(
    scheme: &Scheme,
    head: &IndexedHead<'_>,
) -> Result<Option<Digest>, Rejection> {
    let Some(described) = &scheme.body_digest else { return Ok(None) };
    let text = match described.source() {
        Source::Header(name) => head.only_by_name(name)?.map(<[u8]>::trim_ascii),
        Source::Query(name) => last_parameter(head.target(), name)?.map(str::as_bytes),
    };
    let Some(text) = text else {
        let name = described.name();
        return if scheme.signs_body() { Ok(None) } else { Err(Rejection::MissingField(name)) };
    };
    let mut digest = [0; 32];
    if described.encoding().decode_exactly(text, &mut digest) {
        Ok(Some(digest))
    } else {
        Err(Rejection::MalformedField(described.name()))
    }
}

/// Returns a parameter that is the last one of the query.
///
/// The fields of a form that follow the query in the signed content could be mistaken for
/// parameters.
fn last_parameter<'t>(target: &'t str, name: &'static str) -> Result<Option<&'t str>, Rejection> {
    let Some(value) = only_parameter(target, name)? else { return Ok(None) };
    let last = target.rsplit(['?', '&']).next().and_then(|pair| pair.split_once('='));
    if last == Some((name, value)) { Ok(Some(value)) } else { Err(Rejection::MalformedField(name)) }
}
