//! The engine and the secrets that a verifier and its verifications share.

use super::engine::Engine;
use crate::rejection::Rejection;
use crate::secret::Secrets;
#[cfg(feature = "std")]
use crate::secret::SwappableSecrets;
use crate::secret::exchange::SecretExchange;
use crate::secret::policy::SecretPolicy;
use crate::secret::resolve::Resolver;
use alloc::sync::Arc;

/// The engine and the secrets of an endpoint.
pub(super) struct Shared<P> {
    pub(super) engine: Engine,
    pub(super) source: Source<P>,
    /// Stores a secret that the provider delivers, if the application accepts one.
    pub(super) exchange: Option<Arc<dyn SecretExchange>>,
    /// The policy for such a secret.
    #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "policies need std"))]
    pub(super) policy: Option<SecretPolicy>,
}

/// The source of a verifier's secrets.
pub(super) enum Source<P> {
    Fixed(Secrets<P>),
    #[cfg(feature = "std")]
    Swappable(SwappableSecrets<P>),
    Resolved(Resolver<P>),
}

impl<P> Source<P> {
    /// Lends the current secrets, if they are the same for all requests.
    pub(super) fn with<R>(&self, look: impl FnOnce(&Secrets<P>) -> R) -> Option<R> {
        match self {
            Self::Fixed(secrets) => Some(look(secrets)),
            #[cfg(feature = "std")]
            Self::Swappable(secrets) => Some(look(&secrets.current())),
            Self::Resolved(_) => None,
        }
    }
}

impl<P> Shared<P> {
    /// Rejects the secrets of another provider.
    ///
    /// The type does not distinguish providers that are chosen at run time.
    pub(super) fn check_provider(&self, secrets: &Secrets<P>) -> Result<(), Rejection> {
        let own = self.engine.provider;
        // Nearly always both are the same static string.
        if core::ptr::eq(secrets.slug, own) || secrets.slug == own {
            Ok(())
        } else {
            Err(Rejection::ForeignSecrets)
        }
    }
}
