//! The explainers of the process, by the identity of their verifiers.

use super::watch::Watch;
use core::any::Any;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use verihook::{Endpoint, Verifier};

/// A verifier of any type, and its explainer. Each value is a [`Registered`].
static REGISTRY: RwLock<Vec<Box<dyn Any + Send + Sync>>> = RwLock::new(Vec::new());

/// Spares the look-up while there is no explainer.
static HAS_ANY: AtomicBool = AtomicBool::new(false);

struct Registered<P> {
    verifier: Verifier<P>,
    watch: Arc<Watch>,
}

/// Registers the explainer of a verifier, and replaces an earlier one.
pub(super) fn register<P: Endpoint>(verifier: Verifier<P>, watch: Watch) {
    let mut registry = REGISTRY.write().unwrap_or_else(PoisonError::into_inner);
    registry.retain(|entry| of(&**entry, &verifier).is_none());
    registry.push(Box::new(Registered { verifier, watch: Arc::new(watch) }));
    HAS_ANY.store(true, Ordering::Release);
}

/// Returns the explainer of a verifier or of one of its clones.
#[inline]
pub(super) fn find<P: Endpoint>(verifier: &Verifier<P>) -> Option<Arc<Watch>> {
    if HAS_ANY.load(Ordering::Acquire) { look_up(verifier) } else { None }
}

fn look_up<P: Endpoint>(verifier: &Verifier<P>) -> Option<Arc<Watch>> {
    let registry = REGISTRY.read().unwrap_or_else(PoisonError::into_inner);
    registry.iter().find_map(|entry| of(&**entry, verifier)).map(Arc::clone)
}

fn of<'r, P: Endpoint>(
    entry: &'r (dyn Any + Send + Sync),
    verifier: &Verifier<P>,
) -> Option<&'r Arc<Watch>> {
    let registered = entry.downcast_ref::<Registered<P>>()?;
    registered.verifier.ptr_eq(verifier).then_some(&registered.watch)
}
