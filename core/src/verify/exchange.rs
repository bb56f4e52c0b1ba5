//! The exchange of a secret that the provider delivers, until the application has stored it.

use super::first_secret::First;
use super::shared::{Shared, Source};
use crate::answer::Answer;
use crate::rejection::Rejection;
use crate::secret::exchange::{ExchangeError, ExchangeFuture, OfferedSecret};
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use zeroize::Zeroizing;

/// A signing secret that an unsigned request delivers, for the application to store.
///
/// See [`NextStep::StoreSecret`](crate::NextStep::StoreSecret).
#[must_use = "the secret is lost unless the application stores it"]
pub struct SecretOffer<P> {
    storing: ExchangeFuture,
    pending: PendingExchange<P>,
}

/// The answer to a request that delivers a secret, until the application has stored it.
#[must_use = "the client waits for an answer"]
pub struct PendingExchange<P> {
    endpoint: &'static str,
    answer: Answer,
    /// The secret to use from now on, unless secrets are looked up for each request.
    first: Option<First<P>>,
}

impl<P> Shared<P> {
    /// Returns `true` if the application accepts a secret now.
    pub(super) fn accepts_secret(&self) -> bool {
        self.exchange.is_some()
            && match &self.source {
                Source::Fixed(_) => false,
                #[cfg(feature = "std")]
                Source::Swappable(secrets) => secrets.is_empty(),
                Source::Resolved(_) => true,
            }
    }
}

impl<P> SecretOffer<P> {
    pub(super) fn new(
        shared: Arc<Shared<P>>,
        secret: Zeroizing<String>,
        answer: Answer,
        path: String,
    ) -> Result<Self, Rejection> {
        let exchange = shared.exchange.as_ref().ok_or(Rejection::SecretDeclined)?;
        let first = First::reserve(&shared, &secret)?;
        let storing = exchange.store(OfferedSecret::new(secret, path));
        let endpoint = shared.engine.endpoint;
        Ok(Self { storing, pending: PendingExchange { endpoint, answer, first } })
    }

    /// Returns the application's future, and the exchange that continues with its result.
    ///
    /// See [`PendingExchange::with`].
    pub fn into_parts(self) -> (ExchangeFuture, PendingExchange<P>) {
        (self.storing, self.pending)
    }
}

impl<P> PendingExchange<P> {
    /// Returns the answer, after the application has stored the secret.
    ///
    /// The endpoint uses the secret from now on.
    ///
    /// # Errors
    /// - [`Rejection::SecretDeclined`] if the application declined the secret, or if the endpoint
    ///   has received another one since.
    /// - [`Rejection::SecretsUnavailable`] if the application could not store it.
    pub fn with(self, stored: Result<(), ExchangeError>) -> Result<Answer, Rejection> {
        stored.map_err(|error| match error {
            ExchangeError::Declined => Rejection::SecretDeclined,
            ExchangeError::Unavailable => Rejection::SecretsUnavailable,
        })?;
        match self.first.is_none_or(First::install) {
            true => Ok(self.answer),
            false => Err(Rejection::SecretDeclined),
        }
    }
}

impl<P> fmt::Debug for SecretOffer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pending.fmt(f)
    }
}

impl<P> fmt::Debug for PendingExchange<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingExchange").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
