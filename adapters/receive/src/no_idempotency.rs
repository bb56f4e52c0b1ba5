//! Replaces `idempotency` when the feature `idempotency` is off: every handler runs.

use crate::{Received, Refusal};
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use verihook::Endpoint;

/// Claims no deliveries.
#[derive(Clone, Debug, Default)]
pub struct Guard(());

/// A handler that may run.
#[derive(Debug)]
pub struct Handling<P>(PhantomData<fn() -> P>);

/// The lease that a webhook carries to its handler.
pub(crate) type CarriedLease = ();

impl Guard {
    /// Returns `false`.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        false
    }

    /// Lets the handler run.
    ///
    /// # Errors
    /// Never.
    #[allow(clippy::unused_async, reason = "the same signature as with the feature")]
    pub async fn claim<P: Endpoint, T>(
        &self,
        received: Result<Received<P, T>, Refusal>,
    ) -> Result<(Result<Received<P, T>, Refusal>, Handling<P>), Refusal> {
        Ok((received, Handling(PhantomData)))
    }
}

impl<P: Endpoint> Handling<P> {
    /// Does nothing.
    #[cfg(feature = "http-body")]
    pub const fn insert_lease(&self, _: &mut http::Extensions) {}

    /// Runs the handler.
    ///
    /// # Errors
    /// Never.
    pub async fn run<F: Future>(
        self,
        handler: F,
        _: fn(&F::Output) -> u16,
    ) -> Result<F::Output, Refusal> {
        Ok(handler.await)
    }

    /// Runs the handler.
    ///
    /// # Errors
    /// Never.
    pub async fn run_local<F: Future>(
        self,
        handler: F,
        _: fn(&F::Output) -> u16,
        _: fn(Pin<Box<dyn Future<Output = ()>>>),
    ) -> Result<F::Output, Refusal> {
        Ok(handler.await)
    }

    /// Runs the handler.
    ///
    /// # Errors
    /// Never.
    pub async fn run_attached<F: Future>(
        self,
        handler: F,
        _: fn(&F::Output) -> u16,
    ) -> Result<F::Output, Refusal> {
        Ok(handler.await)
    }
}
