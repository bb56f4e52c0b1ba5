//! A verification whose secrets are looked up.

use super::verification::Verification;
use super::verifier::Source;
use crate::provider::Endpoint;
use crate::rejection::Rejection;
use crate::secret::resolve::{ResolveError, SecretsFuture, Tenant};
use core::fmt;

/// A look-up of the tenant that a request names. See [`NextStep::LookUp`](crate::NextStep::LookUp).
#[must_use = "nothing is verified until the tenant is known"]
pub struct Resolution<P> {
    pub(super) resolving: SecretsFuture<P>,
    pub(super) unresolved: UnresolvedVerification<P>,
}

impl<P> Resolution<P> {
    /// The resolver's future, and the verification that goes on
    /// [with](UnresolvedVerification::with) what it finds.
    pub fn into_parts(self) -> (SecretsFuture<P>, UnresolvedVerification<P>) {
        (self.resolving, self.unresolved)
    }
}

impl<P> fmt::Debug for Resolution<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resolution").field(&self.unresolved.verification).finish()
    }
}

/// A request whose head passed every check that needs no secret, and whose tenant is not known yet.
#[must_use = "nothing is verified until the tenant is known"]
pub struct UnresolvedVerification<P> {
    pub(super) verification: Verification<P>,
}

impl<P: Endpoint> UnresolvedVerification<P> {
    /// Goes on with the tenant that the resolver found.
    ///
    /// For an unknown tenant the verification goes on too, with a placeholder secret, and ends in a
    /// rejection. Only the schemes of credentials reject here, as they do for a wrong credential of
    /// a known tenant.
    ///
    /// # Errors
    /// [`Rejection::SecretsUnavailable`] if the look-up failed, [`Rejection::ForeignSecrets`] if it
    /// found another provider's secrets, [`Rejection::TooMuchWork`] if the declared length is too
    /// much for one secret and so many signatures, and for schemes of credentials the rejection of
    /// a wrong credential or an unknown tenant.
    pub fn with(
        mut self,
        found: Result<Tenant<P>, ResolveError>,
    ) -> Result<Verification<P>, Rejection> {
        let verification = &mut self.verification;
        let Source::Resolved(resolver) = &verification.shared.source else {
            return Err(Rejection::SecretsUnresolved);
        };
        let resolved = resolver.settle(found, verification.judged.now())?;
        verification.shared.refuse_foreign(&resolved.secrets)?;
        let engine = &verification.shared.engine;
        let checked = engine.judge_secrets(&resolved.secrets.active, &mut verification.judged);
        if engine.scheme.check.is_credential()
            && let Some(verdict) = resolved.verdict
        {
            return Err(verdict);
        }
        checked?;
        let own_work = engine.limit_as_one(&mut verification.judged);
        engine.refuse_unless_worth(&verification.judged)?;
        verification.tenant_work = Some(own_work);
        verification.judged.delivery.tenant = resolved.tenant;
        verification.others = Some(resolved.secrets);
        verification.verdict = resolved.verdict;
        Ok(self.verification)
    }
}

impl<P> fmt::Debug for UnresolvedVerification<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnresolvedVerification").field(&self.verification).finish()
    }
}
