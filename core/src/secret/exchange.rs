//! Signing secrets that a provider delivers in its first request.

use crate::secret::SigningSecret;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use zeroize::Zeroizing;

/// Decides whether to accept a signing secret that a provider delivers, and stores it.
///
/// Any function that takes an [`OfferedSecret`] and returns an [`ExchangeFuture`] implements it. Core
/// does not await the future; the adapters do, for at most the body deadline. See
/// [`VerifierBuilder::secret_exchange`](crate::VerifierBuilder::secret_exchange).
pub trait SecretExchange: Send + Sync + 'static {
    /// Stores the secret, or declines it.
    fn store(&self, offered: OfferedSecret) -> ExchangeFuture;
}

/// The future that a [`SecretExchange`] returns.
pub type ExchangeFuture = Pin<Box<dyn Future<Output = Result<(), ExchangeError>> + Send>>;

impl<F> SecretExchange for F
where
    F: Fn(OfferedSecret) -> ExchangeFuture + Send + Sync + 'static,
{
    fn store(&self, offered: OfferedSecret) -> ExchangeFuture {
        self(offered)
    }
}

/// A signing secret from an unsigned request. Anyone who knows the URL can send such a request.
///
/// `Debug` prints the path only.
pub struct OfferedSecret {
    text: Zeroizing<String>,
    path: String,
}

impl OfferedSecret {
    pub(crate) fn new(text: Zeroizing<String>, path: String) -> Self {
        Self { text, path }
    }

    /// Returns the secret, exactly as received.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.text
    }

    /// Returns the path of the request, as [`Head::path`](crate::Head::path) does.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the secret, for a verifier.
    #[must_use]
    pub fn into_signing_secret(self) -> SigningSecret {
        SigningSecret::new(self.text.as_str())
    }
}

impl fmt::Debug for OfferedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfferedSecret").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The reason why a [`SecretExchange`] did not store a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The application expects no secret at this path: 401.
    Declined,
    /// The application cannot store the secret now: 503.
    Unavailable,
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Declined => "the application declined the secret",
            Self::Unavailable => "the secret could not be stored",
        })
    }
}

impl core::error::Error for ExchangeError {}
