//! The signatures that a request lists.

use crate::rejection::Rejection;
use crate::request::index::Look;
use crate::scheme::Scheme;
use crate::scheme::place::Field;
use crate::secret::key::Candidates;

/// A malformed signature is skipped, as another one beside it may be right; none that is
/// well-formed is a refusal, and so are more than there is work for.
#[inline]
pub(super) fn read_signatures<H: Look + ?Sized>(
    scheme: &Scheme,
    head: &H,
    candidates: &mut Candidates,
) -> Result<(), Rejection> {
    let place = &scheme.signature;
    let mut listed = Listed { count: 0, first: None };
    if place.is_each() {
        place.each_field(head, &mut |field| listed.read(scheme, field, candidates))?;
    } else if let Some(field) = place.field(head)? {
        listed.read(scheme, field, candidates)?;
    }
    let name = listed.first.ok_or(Rejection::MissingField(place.name()))?;
    match (listed.count, candidates.is_empty()) {
        (0, _) => Err(Rejection::UnsupportedSignature(name)),
        (_, true) => Err(Rejection::MalformedField(name)),
        _ => Ok(()),
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
