//! Secrets that are found for each request, by a function of the application.

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

/// Finds the tenant that a request names, with its signing secrets.
///
/// Every function of a head that returns a future is one. It takes what it needs from the head
/// before the future begins. The core does not await the future; adapters do, for at most the body
/// deadline, before they read the body. A resolver sees only requests that passed every check that
/// needs no secret: method, length, the form of the signature, signed fields and freshness. It
/// still runs for any caller, so let it look up and not compute, and keep what it finds in a
/// bounded cache.
///
/// Read the tenant here, from [`Head::path`], and nowhere else. It travels in the proof: a handler
/// that acts for a tenant reads [`Delivery::tenant`](crate::Delivery::tenant). A second reading, by
/// a router's path parameter for example, can differ from this one, and then one tenant signs for
/// another.
///
/// An unknown tenant is indistinguishable from a wrong signature: the body is read, a placeholder
/// secret does the same work, and the request is rejected whatever matches.
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
    /// The tenant of this request.
    fn resolve(&self, head: &dyn Head) -> SecretsFuture<P>;
}

/// What a [`SecretResolver`] returns.
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
    /// `None` where a token is validated and no tenant is named.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) secrets: Secrets<P>,
}

impl<P> Tenant<P> {
    /// A tenant with this name. The proof shows the name; it is not secret.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, secrets: Secrets<P>) -> Self {
        Self { name: Some(name.into()), secrets }
    }

    const fn unnamed(secrets: Secrets<P>) -> Self {
        Self { name: None, secrets }
    }

    /// The name.
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

/// Prints the name, and the names of the secrets.
impl<P> fmt::Debug for Tenant<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenant")
            .field("name", &self.name())
            .field("secrets", &self.secrets)
            .finish()
    }
}

/// A resolver, and the secret that does the work where it finds none.
pub(crate) struct Resolver<P> {
    resolver: Arc<dyn SecretResolver<P>>,
    placeholder: Secrets<P>,
}

/// What a resolver found: secrets to verify with, and the rejection if whatever they verify is
/// rejected.
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

    /// A tenant that is unknown, or has no secret that is valid now, does not end the verification
    /// here: the sender could tell it from a known one.
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

/// Says whether a bearer token, or a static one, is valid: by asking the authorization server that
/// issued it, for example. The core hands it the token; adapters await it, before a byte of the
/// body is read.
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
    /// Whether this token is valid.
    fn validate(&self, token: &str) -> ValidationFuture;
}

/// What a [`TokenValidator`] returns.
pub type ValidationFuture = Pin<Box<dyn Future<Output = Result<bool, ResolveError>> + Send>>;

impl<F: Fn(&str) -> ValidationFuture + Send + Sync + 'static> TokenValidator for F {
    fn validate(&self, token: &str) -> ValidationFuture {
        self(token)
    }
}

/// A resolver that takes a token that was found valid for the secret of its request.
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
            // Its name is what logs show.
            let secret = SigningSecret::new(token.as_str()).named("validated");
            let secrets = Secrets::for_entry(&provider, [secret]);
            secrets.map(Tenant::unnamed).map_err(|_| ResolveError::Invalid)
        })
    }
}

/// Why a request has no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResolveError {
    /// The request names no known tenant: 401, as for a wrong signature and at the same time, so
    /// that tenants cannot be listed.
    Unknown,
    /// The credential is not, or no longer, valid: 401.
    Invalid,
    /// They could not be looked up now: 503, and the sender may try again.
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
