//! What a route constructor verifies with.

use crate::Guard;
use verihook::{Endpoint, Verifier};

/// What a route constructor, a layer or a middleware verifies with.
///
/// It is a [`Verifier`] or, with the feature `idempotency`, an `IdempotentVerifier`, whose
/// deliveries are handled once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a verifier",
    label = "expected a `Verifier`, or an `IdempotentVerifier`"
)]
pub trait RouteVerifier {
    /// The endpoint.
    type Endpoint: Endpoint;
    /// `true` if its deliveries are handled once.
    const IS_IDEMPOTENT: bool;

    /// Returns the verifier, and the guard around the handler.
    fn into_guarded(self) -> (Verifier<Self::Endpoint>, Guard);
}

impl<P: Endpoint> RouteVerifier for Verifier<P> {
    type Endpoint = P;
    const IS_IDEMPOTENT: bool = false;

    fn into_guarded(self) -> (Self, Guard) {
        (self, Guard::default())
    }
}
