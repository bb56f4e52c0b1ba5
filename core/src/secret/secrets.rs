//! A set of secrets that are valid together.

use crate::error::{ConfigError, ConfigFault};
use crate::provider::{AnyProvider, Provider, ProviderEntry};
use crate::scheme::SecretForm;
use crate::secret::active_key::{ActiveKey, Fingerprint, weak};
use crate::secret::key::Key;
use crate::secret::signing_secret::SigningSecret;
use crate::secret::weakness::Weakness;
use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::marker::PhantomData;

/// The signing secrets of an endpoint that are valid together, in the order in which to try them.
///
/// During a rotation these are the old secret and the new one. A set has at most 16.
///
/// Create the set once and share it: a clone is a reference to the same set. The keys are wiped
/// when the last clone is dropped.
///
/// ```
/// use verihook::{Secrets, providers::Terra};
///
/// let secrets = Secrets::<Terra>::new(["new secret", "old secret"])?;
/// assert!(Secrets::<Terra>::new([""]).is_err());
/// assert!(Secrets::<Terra>::new([] as [&str; 0]).is_err());
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct Secrets<P> {
    pub(crate) active: Arc<[ActiveKey]>,
    /// The slug of the provider for which they were decoded.
    pub(crate) slug: &'static str,
    provider: PhantomData<fn() -> P>,
}

/// The maximum number of secrets that are valid together.
const MAX_SECRETS: usize = 16;

impl<P: Provider> Secrets<P> {
    /// Creates a set of these secrets.
    ///
    /// # Errors
    /// [`ConfigFault::NoSecret`] or [`ConfigFault::TooManySecrets`] if there are no secrets or more
    /// than 16, and [`ConfigFault::Secret`] if one of them is unusable for the provider's scheme.
    pub fn new(
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigError> {
        let read = Self::for_entry(&ProviderEntry::of::<P>(), secrets);
        read.map_err(|fault| ConfigError::new(P::ENDPOINT, fault))
    }
}

impl<P: AnyProvider> Secrets<P> {
    /// Creates a set of these secrets for the provider with this slug or alias.
    ///
    /// # Errors
    /// As for [`Secrets::new`], and [`ConfigFault::UnknownProvider`] if there is no such provider.
    pub fn by_slug(
        slug: &str,
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigError> {
        let entry = crate::providers::by_slug(slug);
        let entry = entry.ok_or_else(|| ConfigError::unknown_provider(slug))?;
        let read = Self::for_entry(entry, secrets);
        read.map_err(|fault| ConfigError::new(slug, fault))
    }
}

impl<P> Secrets<P> {
    pub(crate) fn for_entry(
        entry: &ProviderEntry,
        secrets: impl IntoIterator<Item = impl Into<SigningSecret>>,
    ) -> Result<Self, ConfigFault> {
        let active: Arc<[ActiveKey]> = secrets
            .into_iter()
            .enumerate()
            .map(|(index, secret)| {
                let secret = secret.into();
                secret.check_unpublished(entry.scheme, index)?;
                secret.into_active(entry.scheme, index)
            })
            .collect::<Result<_, _>>()?;
        match active.len() {
            0 => Err(ConfigFault::NoSecret),
            1..=MAX_SECRETS => Ok(Self { active, slug: entry.slug, provider: PhantomData }),
            _ => Err(ConfigFault::TooManySecrets),
        }
    }
}

impl<P> Secrets<P> {
    /// Creates a set without secrets, which rejects every delivery.
    #[cfg(feature = "std")]
    pub(crate) fn empty(entry: &ProviderEntry) -> Self {
        Self { active: Arc::new([]), slug: entry.slug, provider: PhantomData }
    }

    /// Creates a set that verifies nothing.
    ///
    /// It is for requests that are rejected in any case, but must not be rejected earlier than
    /// others.
    pub(crate) fn placeholder(entry: &ProviderEntry) -> Self {
        let secret = ActiveKey {
            key: Key::placeholder(entry.scheme.check),
            other_key: match entry.scheme.secret {
                SecretForm::Base64OrText(_) => Some(Key::placeholder(entry.scheme.check)),
                _ => None,
            },
            fingerprint: Fingerprint::of(b""),
            name: Box::default(),
            weakness: None,
            not_before: None,
            not_after: None,
        };
        Self { active: Arc::new([secret]), slug: entry.slug, provider: PhantomData }
    }
}

impl<P> Secrets<P> {
    /// Iterates over the weak secrets: the name of each, and its weakness.
    ///
    /// ```
    /// use verihook::{Secrets, SigningSecret, Weakness, providers::GitHub};
    ///
    /// let secrets = Secrets::<GitHub>::new([SigningSecret::new("passw0rd").named("2026-11")])?;
    /// assert_eq!(secrets.weak().next(), Some(("2026-11", &Weakness::Predictable)));
    /// # Ok::<(), verihook::ConfigError>(())
    /// ```
    pub fn weak(&self) -> impl Iterator<Item = (&str, &Weakness)> {
        weak(self.active.iter())
    }
}

#[cfg(feature = "sign")]
impl<P> Secrets<P> {
    pub(crate) fn single(
        entry: &ProviderEntry,
        secret: SigningSecret,
    ) -> Result<ActiveKey, ConfigError> {
        let read = secret.into_active(entry.scheme, 0);
        read.map_err(|fault| ConfigError::new(entry.slug, fault))
    }
}

impl<P> Clone for Secrets<P> {
    fn clone(&self) -> Self {
        Self { active: Arc::clone(&self.active), slug: self.slug, provider: PhantomData }
    }
}

impl<P> fmt::Debug for Secrets<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.active.iter().map(|secret| &secret.name);
        f.debug_list().entries(names).finish()
    }
}
