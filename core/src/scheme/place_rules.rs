//! The rules for the places of a scheme.

use super::rules::same;
use super::{Algorithm, Scheme};
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
        if self.signature.is_header() {
            return Ok(());
        }
        ensure!(
            self.check.is_credential() || !self.signature.is_last_segment(),
            "a signature must be in a header field or in the query"
        );
        ensure!(
            !self.check.is_credential() || matches!(self.check, Algorithm::Token),
            "a password or a bearer token must be in a header field"
        );
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

    /// Requires names that tell the algorithms of a scheme apart.
    pub(super) const fn check_algorithms(&self) -> Rule {
        let Algorithm::NamedMac(names) = self.check else {
            ensure!(
                self.algorithm_name.is_none(),
                "`.algorithm_name(..)` is for schemes with several algorithms: `Scheme::hmac_of`"
            );
            return Ok(());
        };
        ensure!(!names.is_empty(), "a scheme needs at least one algorithm");
        ensure!(
            self.signature.is_header() && !self.signature.is_each(),
            "a sender that names its algorithm has a single signature, in a header field"
        );
        match &self.algorithm_name {
            Some(place) => ensure!(
                place.is_header() && !place.is_each(),
                "the name of an algorithm must be in a single header field"
            ),
            None => ensure!(
                self.signature.is_whole(),
                "without `.algorithm_name(..)`, the name precedes the signature, which must be a \
                 whole header field without a prefix"
            ),
        }
        let precedes = self.algorithm_name.is_none();
        let mut at = 0;
        while at < names.len() {
            let mut other = 0;
            while other < names.len() {
                let clashes = if precedes {
                    begins_with(names[at].0, names[other].0)
                } else {
                    same(names[at].0, names[other].0)
                };
                ensure!(
                    at == other || !clashes,
                    "the name of an algorithm must not begin with another one before a signature, \
                     or appear twice"
                );
                other += 1;
            }
            ensure!(!names[at].0.is_empty(), "the name of an algorithm must not be empty");
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

#[allow(clippy::indexing_slicing, reason = "`at` is below the length of both")]
const fn begins_with(text: &str, start: &str) -> bool {
    let (text, start) = (text.as_bytes(), start.as_bytes());
    let mut at = 0;
    while at < start.len() {
        if at >= text.len() || text[at] != start[at] {
            return false;
        }
        at += 1;
    }
    true
}
