//! The signatures that a request lists.

use super::plan::Plan;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::{Field, IndexedPlace};
use crate::scheme::{Algorithm, Hash, Scheme};
use crate::secret::key::Candidates;
use alloc::vec::Vec;

/// Reads the signatures that a request lists.
///
/// A malformed signature is skipped, as another one may be correct. A request without a well-formed
/// signature is rejected, and so is a request with more than [`MAX_SIGNATURES`].
#[inline]
pub(super) fn read_signatures(
    plan: &Plan,
    head: &IndexedHead<'_>,
    candidates: &mut Candidates,
) -> Result<(), Rejection> {
    let scheme = plan.scheme;
    if let Algorithm::NamedMac(names) = scheme.check {
        return read_named(plan, head, names, candidates);
    }
    let mut found = Found { count: 0, first: None };
    if scheme.signature.is_each() {
        let each = &mut |field| found.read(scheme, field, candidates);
        plan.signature.each_field(head, each)?;
    } else if scheme.signature.parameter().is_some() {
        found.read_parameter(plan, head, candidates)?;
    } else if let Some(field) = plan.signature.field(head)? {
        found.read(scheme, field, candidates)?;
    }
    let name = found.first.ok_or(Rejection::MissingField(plan.signature.place().name()))?;
    match (found.count, candidates.is_empty()) {
        (0, _) => Err(Rejection::UnsupportedSignature(name)),
        (_, true) => Err(Rejection::MalformedField(name)),
        _ => Ok(()),
    }
}

/// Reads the only signature of a request that names its algorithm.
#[cold]
#[inline(never)]
fn read_named(
    plan: &Plan,
    head: &IndexedHead<'_>,
    names: &[(&str, Hash)],
    candidates: &mut Candidates,
) -> Result<(), Rejection> {
    let missing = |place: &IndexedPlace| Rejection::MissingField(place.place().name());
    let field = plan.signature.item(head)?.ok_or_else(|| missing(&plan.signature))?;
    let (named, field_of_name) = match &plan.algorithm_name {
        None => {
            let split = |(name, hash): &(&str, Hash)| {
                Some((*hash, field.value.strip_prefix(name.as_bytes())?))
            };
            (names.iter().find_map(split), field.name)
        }
        Some(place) => {
            let given = place.item(head)?.ok_or_else(|| missing(place))?;
            let named = names.iter().find(|(name, _)| name.as_bytes() == given.value);
            (named.map(|(_, hash)| (*hash, field.value)), given.name)
        }
    };
    let (hash, text) = named.ok_or(Rejection::UnsupportedSignature(field_of_name))?;
    *candidates = Candidates::of_length(hash.length());
    candidates.read(Algorithm::Mac(hash), plan.scheme.encoding, text);
    if candidates.is_empty() { Err(Rejection::MalformedField(field.name)) } else { Ok(()) }
}

/// The signatures found so far.
struct Found {
    count: usize,
    /// The first header field that was present.
    first: Option<&'static str>,
}

impl Found {
    #[cold]
    #[inline(never)]
    fn read_parameter(
        &mut self,
        plan: &Plan,
        head: &IndexedHead<'_>,
        candidates: &mut Candidates,
    ) -> Result<(), Rejection> {
        let Some(field) = plan.signature.field(head)? else { return Ok(()) };
        let value = decode_query(field.value);
        self.read(plan.scheme, Field { name: field.name, value: &value }, candidates)
    }

    #[inline(always)]
    fn read(
        &mut self,
        scheme: &Scheme,
        field: Field<'_>,
        candidates: &mut Candidates,
    ) -> Result<(), Rejection> {
        self.first.get_or_insert(field.name);
        if scheme.signature.is_overlong_list(field.value) {
            return Err(Rejection::TooManySignatures);
        }
        for item in scheme.signature.items(field.value) {
            self.count += 1;
            if self.count > MAX_SIGNATURES {
                return Err(Rejection::TooManySignatures);
            }
            candidates.read(scheme.check, scheme.encoding, item);
        }
        Ok(())
    }
}

/// Decodes the characters of Base64 that a query encodes: `%2B`, `%2F` and `%3D`.
///
/// Nothing is decoded twice. Any other `%` remains, and no encoding accepts it.
fn decode_query(value: &[u8]) -> Vec<u8> {
    let (mut decoded, mut rest) = (Vec::with_capacity(value.len()), value);
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, after) = match *rest {
            [b'%', b'2', b'B' | b'b', ref after @ ..] => (b'+', after),
            [b'%', b'2', b'F' | b'f', ref after @ ..] => (b'/', after),
            [b'%', b'3', b'D' | b'd', ref after @ ..] => (b'=', after),
            _ => (byte, after),
        };
        decoded.push(byte);
        rest = after;
    }
    decoded
}

/// The maximum number of signatures that a request may list. Those of other schemes do not count.
const MAX_SIGNATURES: usize = 16;
