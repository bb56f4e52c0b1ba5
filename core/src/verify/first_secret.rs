//! The first secret of an endpoint, which a request delivers.

use super::shared::{Shared, Source};
use crate::provider::ProviderEntry;
use crate::rejection::Rejection;
use crate::secret::policy::SecretPolicy;
use crate::secret::swappable::Reservation;
use crate::secret::{Secrets, SigningSecret};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// The first secret of an endpoint, and the reservation that no other request can take.
pub(super) struct First<P> {
    reservation: Reservation<P>,
    secrets: Secrets<P>,
    policy: Option<(SecretPolicy, &'static str)>,
}

impl<P> First<P> {
    /// Reserves the endpoint for this secret, or returns `None` if it looks up its secrets.
    pub(super) fn reserve(shared: &Shared<P>, secret: &str) -> Result<Option<Self>, Rejection> {
        let Source::Swappable(set) = &shared.source else { return Ok(None) };
        let (slug, scheme) = (shared.engine.provider, shared.engine.scheme());
        let entry = ProviderEntry { slug, scheme };
        let secrets = Secrets::for_entry(&entry, [SigningSecret::new(secret)]);
        let secrets = secrets.map_err(|_| Rejection::SecretDeclined)?;
        let reservation = set.reserve().ok_or(Rejection::SecretsUnavailable)?;
        let policy = shared.policy.clone().map(|policy| (policy, shared.engine.endpoint));
        if let Some((policy, endpoint)) = &policy {
            let keys: Vec<_> = secrets.active.iter().collect();
            let checked = policy.check_only(endpoint, &keys);
            checked.map_err(|_| Rejection::SecretDeclined)?;
        }
        Ok(Some(Self { reservation, secrets, policy }))
    }

    /// Uses the secret from now on, or returns `false` if the endpoint already has another one.
    pub(super) fn install(self) -> bool {
        let Self { reservation, secrets, policy } = self;
        let active = Arc::clone(&secrets.active);
        let is_first = reservation.set(secrets);
        if let Some((policy, endpoint)) = policy.filter(|_| is_first) {
            policy.record(endpoint, &active.iter().collect::<Vec<_>>());
        }
        is_first
    }
}
