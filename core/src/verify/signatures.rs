//! The signatures that a request lists.

use super::plan::Plan;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::Field;
use crate::scheme::Scheme;
use crate::secret::key::Candidates;

/// Reads the signatures that a request lists.
///
/// A malformed one is skipped, as another may be right. A request without a well-formed one is
/// rejected, and so is one with more than are tried.
#[inline(always)]
pub(super) fn read_signatures(
    plan: &Plan,
    head: &IndexedHead<'_>,
) -> Result<Candidates, Rejection> {
    let scheme = plan.scheme;
    let mut candidates = Candidates::of_length(scheme.check.signature_length());
    let mut listed = Listed { count: 0, first: None };
    if scheme.signature.is_each() {
        let each = &mut |field| listed.read(scheme, field, &mut candidates);
        plan.signature.each_field(head, each)?;
    } else if let Some(field) = plan.signature.field(head)? {
        listed.read(scheme, field, &mut candidates)?;
    }
    let name = listed.first.ok_or(Rejection::MissingField(scheme.signature.name()))?;
    match (listed.count, candidates.is_empty()) {
        (0, _) => Err(Rejection::UnsupportedSignature(name)),
        (_, true) => Err(Rejection::MalformedField(name)),
        _ => Ok(candidates),
    }
}

/// The signatures that were found so far.
struct Listed {
    count: usize,
    /// The first header field that was there.
    first: Option<&'static str>,
}

impl Listed {
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

/// The most signatures that a header may list for the scheme; others are not counted.
const MAX_SIGNATURES: usize = 16;
