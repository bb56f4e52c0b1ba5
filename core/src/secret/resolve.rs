//! Look-up of secrets for each request.

use crate::provider::ProviderEntry;
use crate::rejection::Rejection;
use crate::request::head::Head;
use crate::request::indexed_head::IndexedHead;
use crate::request::indexed_place::IndexedPlace;
use crate::scheme::time::UnixTime;
use crate::secret::credential::presented_token;
use crate::secret::{ActiveKey, Secrets, SigningSecret};
use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use zeroize::Zeroizing;

/// Finds the tenant that a request names, and its signing secrets.
///
/// Any function that takes a head and returns a future implements it. The function reads what it
/// needs from the head before the future begins. The core does not await the future; adapters do,
/// before they read the body, for at most the body deadline.
///
/// A resolver sees only requests that passed every check that needs no secret: method, length, the
/// form of the signature, signed fields and freshness. It still runs for any caller, so look the
/// tenant up rather than compute, and keep the result in a bounded cache.
///
/// Read the tenant here, from [`Head::path`], and nowhere else. It is part of the proof: a handler
/// that acts for a tenant reads [`Delivery::tenant`](crate::Delivery::tenant). If the tenant is
/// read a second time, from a router's path parameter for example, the two can differ, and then one
/// tenant can sign for another.
///
/// An unknown tenant is indistinguishable from a wrong signature: the body is read, a placeholder
/// secret does the same work, and the request is rejected even if it matches.
///
/// ```
/// use verihook::{Head, SecretsFuture, Secrets, Tenant, ResolveError, Verifier, providers::GitHub};
///
/// fn tenant_of(head: &dyn Head) -> SecretsFuture<GitHub> {
///     let name = head.path().strip_prefix("/hooks/").unwrap_or_default().to_owned();
///     Box::pin(async move {
///         let secrets = match name.as_str() {
///             "shop" => Secrets::new(["the shop's secret"]).map_err(|_| ResolveError::Unavailable)?,
///             _ => return Err(ResolveError::Unknown),
///         };
///         Ok(Tenant::new(name, secrets))
///     })
/// }
///
/// let verifier = Verifier::<GitHub>::builder().secret_resolver(tenant_of).build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub trait SecretResolver<P>: Send + Sync + 'static {
    /// Returns the tenant of this request.
    fn resolve(&self, head: &dyn Head) -> SecretsFuture<P>;
}

/// The future that a [`SecretResolver`] returns.
pub type SecretsFuture<P> = Pin<Box<dyn Future<Output = Result<Tenant<P>, ResolveError>> + Send>>;

impl<P, F> SecretResolver<P> for F
where
    F: Fn(&dyn Head) -> SecretsFuture<P> + Send + Sync + 'static,
{
    fn resolve(&self, head: &dyn Head) -> SecretsFuture<P> {
        self(head)
    }
}

/// A tenant: its name and its signing secrets.
///
/// ```
/// use verihook::{Secrets, Tenant, providers::GitHub};
///
/// let shop = Tenant::new("shop", Secrets::<GitHub>::new(["the shop's secret"])?);
/// assert_eq!(shop.name(), "shop");
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub struct Tenant<P> {
    /// `None` if a token was validated, which names no tenant.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) secrets: Secrets<P>,
}

impl<P> Tenant<P> {
    /// Creates a tenant. The proof contains the name, which is not secret.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, secrets: Secrets<P>) -> Self {
        Self { name: Some(name.into()), secrets }
    }

    const fn unnamed(secrets: Secrets<P>) -> Self {
        Self { name: None, secrets }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

impl<P> Clone for Tenant<P> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), secrets: self.secrets.clone() }
    }
}

/// Prints the name of the tenant and the names of the secrets.
impl<P> fmt::Debug for Tenant<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenant")
            .field("name", &self.name())
            .field("secrets", &self.secrets)
            .finish()
    }
}

/// A resolver, and the placeholder secret for requests whose tenant it does not find.
pub(crate) struct Resolver<P> {
    resolver: Arc<dyn SecretResolver<P>>,
    placeholder: Secrets<P>,
}

/// The result of a resolver: secrets to verify with and, for an unknown tenant, the rejection.
///
/// If there is a rejection, the request is rejected even if the secrets verify it.
pub(crate) struct Resolved<P> {
    pub(crate) secrets: Secrets<P>,
    pub(crate) tenant: Option<Arc<str>>,
    pub(crate) verdict: Option<Rejection>,
}

impl<P> Resolver<P> {
    pub(crate) fn new(provider: &ProviderEntry, resolver: impl SecretResolver<P>) -> Self {
        Self { resolver: Arc::new(resolver), placeholder: Secrets::placeholder(provider) }
    }

    pub(crate) fn resolve(&self, head: &dyn Head) -> SecretsFuture<P>
    where
        P: 'static,
    {
        self.resolver.resolve(head)
    }

    /// Chooses the secrets to verify with.
    ///
    /// If the tenant is unknown or has no secret that is valid now, verification goes on with a
    /// placeholder, because the sender could tell an early rejection from a later one.
    pub(crate) fn settle(
        &self,
        found: Result<Tenant<P>, ResolveError>,
        now: UnixTime,
    ) -> Result<Resolved<P>, Rejection> {
        let verdict = match found {
            Ok(Tenant { name, secrets }) if is_valid(&secrets.active, now) => {
                return Ok(Resolved { secrets, tenant: name, verdict: None });
            }
            Ok(_) => Rejection::NoTenantSecret,
            Err(ResolveError::Unavailable) => return Err(Rejection::SecretsUnavailable),
            Err(unresolved) => unresolved.into(),
        };
        let secrets = self.placeholder.clone();
        Ok(Resolved { secrets, tenant: None, verdict: Some(verdict) })
    }
}

fn is_valid(secrets: &[ActiveKey], now: UnixTime) -> bool {
    secrets.iter().any(|secret| secret.is_valid_at(now))
}

/// Validates a bearer token or a static token, for example with the authorization server.
///
/// The core passes it the token. Adapters await the result before they read the body.
///
/// ```
/// use verihook::{ValidationFuture, Verifier, providers::CentrePointBearer};
///
/// fn introspect(token: &str) -> ValidationFuture {
///     let token = token.to_owned();
///     Box::pin(async move { Ok(token == "as the authorization server says") })
/// }
///
/// let verifier = Verifier::<CentrePointBearer>::builder().token_validator(introspect).build()?;
/// # Ok::<(), verihook::ConfigError>(())
/// ```
pub trait TokenValidator: Send + Sync + 'static {
    /// Resolves to `true` if this token is valid.
    fn validate(&self, token: &str) -> ValidationFuture;
}

/// The future that a [`TokenValidator`] returns.
pub type ValidationFuture = Pin<Box<dyn Future<Output = Result<bool, ResolveError>> + Send>>;

impl<F: Fn(&str) -> ValidationFuture + Send + Sync + 'static> TokenValidator for F {
    fn validate(&self, token: &str) -> ValidationFuture {
        self(token)
    }
}

/// A resolver that uses a token, once it is validated, as the secret of its request.
pub(crate) struct TokenResolver<V> {
    pub(crate) provider: ProviderEntry,
    pub(crate) validator: V,
}

impl<P: 'static, V: TokenValidator> SecretResolver<P> for TokenResolver<V> {
    fn resolve(&self, head: &dyn Head) -> SecretsFuture<P> {
        let provider = self.provider;
        let place = IndexedPlace::unindexed(provider.scheme.signature);
        let token = presented_token(provider.scheme.check, &place, &IndexedHead::unindexed(head));
        let token = token.ok().and_then(|token| core::str::from_utf8(token).ok());
        let token = token.map(|token| Zeroizing::new(token.to_owned()));
        let validating = token.as_ref().map(|token| self.validator.validate(token));
        Box::pin(async move {
            let (Some(token), Some(validating)) = (token, validating) else {
                return Err(ResolveError::Invalid);
            };
            if !validating.await? {
                return Err(ResolveError::Invalid);
            }
            // Logs show this name.
            let secret = SigningSecret::new(token.as_str()).named("validated");
            let secrets = Secrets::for_entry(&provider, [secret]);
            secrets.map(Tenant::unnamed).map_err(|_| ResolveError::Invalid)
        })
    }
}

/// The reason why a request has no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResolveError {
    /// The request names no known tenant: 401.
    ///
    /// The answer comes as late as for a wrong signature, so that tenants cannot be enumerated.
    Unknown,
    /// The credential is not valid, or no longer valid: 401.
    Invalid,
    /// The look-up failed: 503, and the sender may retry.
    Unavailable,
}

impl From<ResolveError> for Rejection {
    fn from(unresolved: ResolveError) -> Self {
        match unresolved {
            ResolveError::Invalid => Self::CredentialMismatch,
            ResolveError::Unknown => Self::UnknownTenant,
            ResolveError::Unavailable => Self::SecretsUnavailable,
        }
    }
}
