//! The rules for the places of a scheme.

use super::Scheme;
use crate::scheme::unsound::{Rule, ensure};

#[allow(
    clippy::indexing_slicing,
    reason = "indices are below the length; const code has no iterators"
)]
impl Scheme {
    /// Requires a signature in a header field or in a part of the query that it does not cover.
    pub(super) const fn check_signature_place(&self) -> Rule {
        ensure!(
            self.signature.json_path().is_none(),
            "a signature must be in a header field or in the query"
        );
        if self.signature.parameter().is_none() {
            return Ok(());
        }
        ensure!(!self.check.is_credential(), "a credential must be in a header field");
        let mut at = 0;
        while at < self.content.len() {
            ensure!(
                !self.content[at].has_query(),
                "a signature in the query cannot be part of what it signs: sign `Part::Path` or \
                 `Part::Url` instead"
            );
            at += 1;
        }
        Ok(())
    }

    /// Only signatures may be in any of several fields.
    pub(super) const fn check_single_places(&self) -> Rule {
        ensure!(
            !self.check.is_credential() || !self.signature.is_each(),
            "a credential must be in a single header field"
        );
        let timestamp = match &self.timestamp {
            Some((place, _)) => Some(place),
            None => None,
        };
        let id = match &self.id {
            Some((place, _)) => Some(place),
            None => None,
        };
        let unsigned = [&self.unsigned_event, &self.unsigned_id, &self.unsigned_timestamp];
        let places =
            [timestamp, id, unsigned[0].as_ref(), unsigned[1].as_ref(), unsigned[2].as_ref()];
        let mut at = 0;
        while at < places.len() {
            if let Some(place) = places[at] {
                ensure!(
                    !place.is_each(),
                    "a timestamp, an id or an event must be in a single header field"
                );
            }
            at += 1;
        }
        Ok(())
    }
}
