//! Secrets that are replaced while the server runs.

use crate::secret::secrets::Secrets;
use alloc::sync::Arc;
use core::fmt;

/// A set of secrets that can be replaced at run time.
///
/// A secret that is no longer in the set is rejected from the next request on.
///
/// Clones share the secrets: give one clone to the verifier and keep one to replace the secrets.
///
/// ```
/// use verihook::{Secrets, SwappableSecrets, Verifier, providers::Terra};
///
/// let secrets = SwappableSecrets::new(Secrets::<Terra>::new(["old"])?);
/// let verifier = Verifier::<Terra>::builder().swappable_secrets(&secrets).build()?;
/// secrets.replace(Secrets::new(["new", "old"])?); // rotation begins
/// secrets.replace(Secrets::new(["new"])?); // and ends
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct SwappableSecrets<P> {
    current: Arc<std::sync::RwLock<Secrets<P>>>,
}

impl<P> SwappableSecrets<P> {
    /// Creates a set that begins with these secrets.
    #[must_use]
    pub fn new(secrets: Secrets<P>) -> Self {
        Self { current: Arc::new(std::sync::RwLock::new(secrets)) }
    }

    /// Replaces the current secrets.
    pub fn replace(&self, secrets: Secrets<P>) {
        // A writer cannot panic halfway, so a poisoned lock still contains a complete set.
        *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = secrets;
    }

    /// Returns the current secrets.
    #[must_use]
    pub fn current(&self) -> Secrets<P> {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

impl<P> Clone for SwappableSecrets<P> {
    fn clone(&self) -> Self {
        Self { current: Arc::clone(&self.current) }
    }
}

impl<P> fmt::Debug for SwappableSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.current().fmt(f)
    }
}
