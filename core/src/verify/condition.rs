//! The conditions of an endpoint, in addition to the provider's proof.

use crate::error::ConfigFault;
use crate::rejection::Rejection;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::IndexedPlace;
use crate::scheme::place::{Place, is_field_name};
use crate::scheme::time::UnixTime;
use crate::scheme::{Algorithm, Scheme};
use crate::secret::credential::{find_credential, presented_credential};
use crate::secret::{ActiveKey, SigningSecret};
use crate::verify::places::Places;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A password or token that a request must present, in addition to the provider's own proof.
pub(crate) struct Condition {
    algorithm: Algorithm,
    place: IndexedPlace,
    pub(crate) secrets: Arc<[ActiveKey]>,
    /// The value is a credential, so it must not be weak. Other header fields may serve for
    /// routing.
    pub(crate) is_credential: bool,
}

impl Condition {
    /// Creates a condition that requires a credential of this scheme.
    pub(crate) const fn credential(scheme: &Scheme, secrets: Arc<[ActiveKey]>) -> Self {
        let place = IndexedPlace::unindexed(scheme.signature);
        Self { algorithm: scheme.check, place, secrets, is_credential: true }
    }

    /// Creates a condition that requires a header field with one of these values.
    pub(crate) fn header(
        name: &'static str,
        values: Vec<SigningSecret>,
    ) -> Result<Self, ConfigFault> {
        if !is_field_name(name) {
            return Err(ConfigFault::HeaderName(name));
        }
        let scheme = Scheme::token(Place::header(name)).build();
        // A value without a name gets the name of its field.
        let values = values.into_iter().map(|value| value.or_named(name));
        let secrets = values.map(|value| value.into_active(&scheme, 0));
        let secrets = secrets.collect::<Result<_, _>>()?;
        let is_credential = name == "authorization";
        Ok(Self { is_credential, ..Self::credential(&scheme, secrets) })
    }

    /// Returns the names of its header field.
    pub(crate) const fn names(&self) -> &[&'static str] {
        self.place.place().names()
    }

    pub(crate) fn check(&self, head: &IndexedHead<'_>, now: UnixTime) -> Result<(), Rejection> {
        if !self.secrets.iter().any(|secret| secret.is_valid_at(now)) {
            return Err(Rejection::NoActiveSecret);
        }
        let presented = presented_credential(self.algorithm, &self.place, head)?;
        find_credential(&self.secrets, &presented, now)?;
        Ok(())
    }
}

/// Rejects conditions that no request can meet, because every delivery would be lost.
pub(crate) fn check_conditions(
    places: &Places,
    conditions: &[Condition],
) -> Result<(), ConfigFault> {
    if conditions.iter().any(|condition| !condition.algorithm.is_credential()) {
        return Err(ConfigFault::NotACredential);
    }
    let timestamp = places.timestamp.as_ref().map(|(place, _)| place);
    let read = [Some(&places.signature), timestamp].into_iter().flatten();
    let mut fields: Vec<&'static str> =
        read.flat_map(|place| place.names().iter().copied()).collect();
    for name in conditions.iter().flat_map(Condition::names) {
        if fields.contains(name) {
            return Err(ConfigFault::ConflictingConditions(name));
        }
        fields.push(name);
    }
    Ok(())
}
