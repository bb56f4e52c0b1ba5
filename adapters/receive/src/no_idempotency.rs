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

/// The lease of a delivery. There are none.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums, reason = "there are none")]
pub enum Lease {}

impl Guard {
    /// Returns `false`.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        false
    }

    /// Returns this guard.
    #[must_use]
    pub fn behind(&self, _: Option<&Lease>) -> Self {
        self.clone()
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
        Ok((received, Handling::default()))
    }
}

impl<P> Default for Handling<P> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<P: Endpoint> Handling<P> {
    /// Returns `None`.
    #[must_use]
    pub const fn lease(&self) -> Option<Lease> {
        None
    }

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
