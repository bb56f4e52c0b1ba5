//! Secrets that are replaced while the server runs.

use crate::secret::secrets::Secrets;
use alloc::sync::Arc;
use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

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
    state: Arc<State<P>>,
}

struct State<P> {
    current: RwLock<Secrets<P>>,
    /// The provider delivered a first secret, and the application has not decided yet.
    is_offered: AtomicBool,
}

impl<P> SwappableSecrets<P> {
    /// Creates a set that begins with these secrets.
    #[must_use]
    pub fn new(secrets: Secrets<P>) -> Self {
        let state = State { current: RwLock::new(secrets), is_offered: AtomicBool::new(false) };
        Self { state: Arc::new(state) }
    }

    /// Replaces the current secrets.
    pub fn replace(&self, secrets: Secrets<P>) {
        // A writer cannot panic halfway, so a poisoned lock still contains a complete set.
        *self.state.current.write().unwrap_or_else(PoisonError::into_inner) = secrets;
    }

    /// Returns the current secrets.
    #[must_use]
    pub fn current(&self) -> Secrets<P> {
        self.state.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns `true` if there is no secret yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.current().active.is_empty()
    }

    /// Reserves the set for a first secret, or returns `None` if another request did that.
    pub(crate) fn reserve(&self) -> Option<Reservation<P>> {
        let free = self.state.is_offered.compare_exchange(
            false,
            true,
            Ordering::Acquire,
            Ordering::Relaxed,
        );
        let reserved = free.is_ok().then(|| Reservation { secrets: self.clone() });
        // Another request may have set the first secret before this reservation.
        reserved.filter(|reserved| reserved.secrets.is_empty())
    }
}

/// A set that is reserved for a first secret until this is dropped.
pub(crate) struct Reservation<P> {
    secrets: SwappableSecrets<P>,
}

impl<P> Reservation<P> {
    /// Sets the first secret, or returns `false` if the set has got a secret since.
    pub(crate) fn set(self, first: Secrets<P>) -> bool {
        let state = &self.secrets.state;
        let mut current = state.current.write().unwrap_or_else(PoisonError::into_inner);
        let is_first = current.active.is_empty();
        if is_first {
            *current = first;
        }
        is_first
    }
}

impl<P> Drop for Reservation<P> {
    fn drop(&mut self) {
        self.secrets.state.is_offered.store(false, Ordering::Release);
    }
}

impl<P> Clone for SwappableSecrets<P> {
    fn clone(&self) -> Self {
        Self { state: Arc::clone(&self.state) }
    }
}

impl<P> fmt::Debug for SwappableSecrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.current().fmt(f)
    }
}
