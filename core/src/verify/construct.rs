//! The ways to construct a verifier.

use super::builder::VerifierBuilder;
use super::verifier::Verifier;
use crate::error::{ConfigError, ConfigFault};
use crate::proof::Assurance;
use crate::provider::{AnyProvider, Provider, ProviderEntry};
use crate::secret::SigningSecret;

impl<P: Provider> Verifier<P> {
    /// Creates a verifier with one signing secret and the provider's defaults.
    ///
    /// # Errors
    /// If the secret is unusable, or if the scheme needs more settings (see [`Verifier::builder`]).
    pub fn new(secret: impl Into<SigningSecret>) -> Result<Self, ConfigError> {
        Self::builder().secret(secret).build()
    }

    /// Returns a builder for a verifier with other settings.
    pub fn builder() -> VerifierBuilder<P> {
        VerifierBuilder::new(ProviderEntry::of::<P>(), P::ENDPOINT)
    }
}

impl<P: AnyProvider> Verifier<P> {
    /// Returns a builder for the provider with this slug or alias.
    ///
    /// The provider must have the assurance of `P`.
    ///
    /// `P` is [`Any`](crate::Any) for a provider that signs bodies, and
    /// [`AnyOrigin`](crate::AnyOrigin) for one that proves only the origin of a request.
    ///
    /// ```
    /// use verihook::{Any, AnyOrigin, Verifier};
    ///
    /// let verifier = Verifier::<Any>::by_slug("github")?.secret("a secret").build()?;
    /// assert!(Verifier::<Any>::by_slug("centrepoint-basic").is_err());
    /// assert!(Verifier::<AnyOrigin>::by_slug("centrepoint-basic").is_ok());
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigFault::UnknownProvider`] if there is no such provider, and
    /// [`ConfigFault::WrongAssurance`] if it has the other assurance.
    pub fn by_slug(slug: &str) -> Result<VerifierBuilder<P>, ConfigError> {
        let entry = crate::providers::by_slug(slug);
        Self::of(entry.ok_or_else(|| ConfigError::unknown_provider(slug))?)
    }

    /// Returns a builder for this provider, which may be your own ([`ProviderEntry::of`]).
    ///
    /// # Errors
    /// [`ConfigFault::WrongAssurance`] if the provider has the other assurance.
    pub fn of(entry: &ProviderEntry) -> Result<VerifierBuilder<P>, ConfigError> {
        if entry.scheme.binds_body() != P::Proves::BINDS_BODY {
            return Err(ConfigError::new(entry.slug, ConfigFault::WrongAssurance));
        }
        Ok(VerifierBuilder::new(*entry, entry.slug))
    }
}
