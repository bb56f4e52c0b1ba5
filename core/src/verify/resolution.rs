//! A verification that waits for its secrets.

use super::head::HeadOutcome;
use super::shared::{Shared, Source};
use super::verification::{TenantOutcome, Verification};
use crate::provider::Endpoint;
use crate::rejection::Rejection;
use crate::secret::resolve::{ResolveError, SecretsFuture, Tenant};
use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

/// A look-up of the tenant that a request names.
///
/// See [`NextStep::LookUp`](crate::NextStep::LookUp).
#[must_use = "nothing is verified until the tenant is known"]
pub struct Resolution<P> {
    pub(super) resolving: SecretsFuture<P>,
    pub(super) unresolved: UnresolvedVerification<P>,
}

impl<P> Resolution<P> {
    /// Returns the resolver's future, and the verification that continues with its result.
    ///
    /// See [`UnresolvedVerification::with`].
    pub fn into_parts(self) -> (SecretsFuture<P>, UnresolvedVerification<P>) {
        (self.resolving, self.unresolved)
    }
}

impl<P> fmt::Debug for Resolution<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resolution").field(&self.unresolved).finish()
    }
}

/// A request whose head passed every check that needs no secret, before its tenant is known.
#[must_use = "nothing is verified until the tenant is known"]
pub struct UnresolvedVerification<P> {
    pub(super) shared: Arc<Shared<P>>,
    pub(super) head: Box<HeadOutcome>,
}

impl<P: Endpoint> UnresolvedVerification<P> {
    /// Continues with the tenant that the resolver found.
    ///
    /// For an unknown tenant the verification continues too, with a placeholder secret, and ends in
    /// a rejection. Only schemes with credentials reject such a tenant here, as they reject a wrong
    /// credential of a known tenant here.
    ///
    /// # Errors
    /// - [`Rejection::SecretsUnavailable`] if the look-up failed.
    /// - [`Rejection::ForeignSecrets`] if it returned another provider's secrets.
    /// - [`Rejection::TooMuchWork`] if the declared length is too large for one secret and this
    ///   number of signatures.
    /// - For schemes with credentials, the rejection of a wrong credential or an unknown tenant.
    pub fn with(
        mut self,
        found: Result<Tenant<P>, ResolveError>,
    ) -> Result<Verification<P>, Rejection> {
        let Source::Resolved(resolver) = &self.shared.source else {
            return Err(Rejection::SecretsUnresolved);
        };
        let resolved = resolver.settle(found, self.head.now)?;
        self.shared.check_provider(&resolved.secrets)?;
        let engine = &self.shared.engine;
        let checked = engine.check_secrets(&resolved.secrets.active, &self.head);
        if engine.scheme().check.is_credential()
            && let Some(rejection) = resolved.verdict
        {
            return Err(rejection);
        }
        let mut checked = checked?;
        let one = engine.work_of(&self.head, 1);
        let work = core::mem::replace(&mut checked.work, one);
        engine.check_declared(&self.head, checked.work)?;
        self.head.delivery.tenant = resolved.tenant;
        let mut verification = Verification::new(self.shared, resolved.secrets, self.head, checked);
        verification.tenant = Some(TenantOutcome { rejection: resolved.verdict, work });
        Ok(verification)
    }
}

impl<P> fmt::Debug for UnresolvedVerification<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnresolvedVerification")
            .field("endpoint", &self.shared.engine.endpoint)
            .finish_non_exhaustive()
    }
}
